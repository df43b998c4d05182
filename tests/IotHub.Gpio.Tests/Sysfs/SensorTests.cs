using IotHub.Gpio.Sysfs;

namespace IotHub.Gpio.Tests.Sysfs;

public sealed class SensorTests : IDisposable
{
    private readonly CapturedTree _tree = new();

    [Theory]
    [InlineData("bme280", null, "temp", 25.08)]
    [InlineData("bme280", "1-0076", "humidityrelative", 45.123)]
    [InlineData("bme280", "1-0076", "pressure", 100.653253906)]
    [InlineData("bme280", "1-0077", "temp", -4.25)]
    [InlineData("ads1015", null, "voltage0", (8000 + 6) * 0.1875 / 1000)]
    [InlineData("ads1015", null, "voltage1", (-16 + 6) * 2 / 1000.0)]
    [InlineData("scd41", "1-0062", "concentration_co2", 612)]
    [InlineData("bh1750", null, "illuminance", 416.6665)]
    public void Read_IioChannel_IsInPeoplesUnit(string name, string? owner, string channel, double value) =>
        Assert.Equal(value, new IioSensor(_tree.Tree, name, owner, channel).Read(), 9);

    [Theory]
    [InlineData("sht4x", "1-0044", "temp1", 21.503)]
    [InlineData("sht4x", null, "humidity1", 44.998)]
    [InlineData("ina219", null, "in1", 12)]
    [InlineData("ina219", null, "curr1", -0.25)]
    [InlineData("ina219", null, "power1", 3)]
    public void Read_HwmonChannel_IsInPeoplesUnit(string name, string? owner, string channel, double value) =>
        Assert.Equal(value, new HwmonSensor(_tree.Tree, name, owner, channel).Read(), 9);

    [Fact]
    public void Read_OneWire_IsInDegrees() => Assert.Equal(21.5, new OneWireSensor(_tree.Tree, "28-0000000000b1").Read());

    [Fact]
    public void Read_WhatIsNotThere_SaysWhatIsMissing()
    {
        Assert.Equal("There is no IIO device bme999: is its overlay in config.txt?", Fault(new IioSensor(_tree.Tree, "bme999", null, "temp")));
        Assert.Equal("There is no IIO device bme280 at 1-0044: is its overlay in config.txt?", Fault(new IioSensor(_tree.Tree, "bme280", "1-0044", "temp")));
        Assert.StartsWith("The IIO device bme280 has no channel light:", Fault(new IioSensor(_tree.Tree, "bme280", null, "light")), StringComparison.Ordinal);
        Assert.StartsWith("The hwmon device sht4x has no channel temp2:", Fault(new HwmonSensor(_tree.Tree, "sht4x", null, "temp2")), StringComparison.Ordinal);
        Assert.StartsWith("There is no 1-wire sensor 28-ff:", Fault(new OneWireSensor(_tree.Tree, "28-ff")), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhatIsNoNumber_SaysSo()
    {
        _tree.Write("bus/iio/devices/iio:device1", ("in_temp_input", "n/a\n"));

        Assert.EndsWith("says \"n/a\", which is no number.", Fault(new IioSensor(_tree.Tree, "bme280", "1-0077", "temp")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("58 01 4b 46 7f ff 0c 10 c2 : crc=c2 YES\n58 01 4b 46 7f ff 0c 10 c2 t=-4250", null, -4.25)]
    [InlineData("… YES\n… t=85000", 83.0, 85.0)]
    [InlineData("… YES\n… t=85000", 21.0, null)]
    [InlineData("… YES\n… t=85000", null, null)]
    [InlineData("… YES\n… t=127937", 125.0, 127.937)]
    [InlineData("… YES\n… t=127937", 20.0, null)]
    [InlineData("… : crc=c2 NO\n… t=21500", null, null)]
    [InlineData("… YES\n… t=", null, null)]
    [InlineData("… YES", null, null)]
    [InlineData("", null, null)]
    public void Parse_OneWireText_TakesOnlyWhatWasMeasured(string text, double? last, double? value)
    {
        Assert.Equal(value, OneWireText.Parse(text, last, out var fault));
        Assert.Equal(value is null, fault is not null);
    }

    public void Dispose() => _tree.Dispose();

    private static string Fault(ISensor sensor) => Assert.Throws<SysfsException>(() => sensor.Read()).Message;
}
