using IotHub.Gpio.Sysfs;
using IotHub.Testing;

namespace IotHub.Gpio.Tests.Sysfs;

/// <summary>A folder in the shape of <c>/sys</c>, as it was seen on a board: files below <c>devices</c>, and links to them in the folders of classes.</summary>
internal sealed class CapturedTree : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CapturedTree()
    {
        // Raspberry Pi OS, kernel 6.12: a BME280 and a second BMP280 of another kind on one bus, an SHT4x, a DS18B20, a PWM chip of a Pi 5.
        Iio("devices/platform/i2c-1/1-0076/iio:device0", "iio:device0",
            ("name", "bme280\n"), ("in_temp_input", "25080.000000000\n"), ("in_temp_raw", "519888\n"), ("in_pressure_input", "100.653253906\n"), ("in_humidityrelative_input", "45123\n"));
        Iio("devices/platform/i2c-1/1-0077/iio:device1", "iio:device1", ("name", "bme280\n"), ("in_temp_input", "-4250\n"));
        Iio("devices/platform/i2c-1/1-0048/iio:device2", "iio:device2",
            ("name", "ads1015\n"), ("in_voltage0_raw", "8000\n"), ("in_voltage0_scale", "0.187500000\n"), ("in_voltage1_raw", "-16\n"), ("in_voltage_scale", "2\n"), ("in_voltage_offset", "6\n"));
        Iio("devices/platform/i2c-1/1-0062/iio:device10", "iio:device10", ("name", "scd41\n"), ("in_concentration_co2_raw", "612\n"), ("in_concentration_co2_scale", "0.000100000\n"));
        Iio("devices/platform/i2c-1/1-0023/iio:device3", "iio:device3", ("name", "bh1750\n"), ("in_illuminance_raw", "500\n"), ("in_illuminance_scale", "0.833333\n"));
        Write("devices/platform/i2c-1/1-0044/hwmon/hwmon2", ("name", "sht4x\n"), ("temp1_input", "21503\n"), ("humidity1_input", "44998\n"));
        Link("devices/platform/i2c-1/1-0044/hwmon/hwmon2/device", "devices/platform/i2c-1/1-0044");
        Link("class/hwmon/hwmon2", "devices/platform/i2c-1/1-0044/hwmon/hwmon2");
        Write("class/hwmon/hwmon0", ("name", "ina219\n"), ("in1_input", "12000\n"), ("curr1_input", "-250\n"), ("power1_input", "3000000\n"));
        Write("bus/w1/devices/28-0000000000b1", ("w1_slave", "58 01 4b 46 7f ff 0c 10 c2 : crc=c2 YES\n58 01 4b 46 7f ff 0c 10 c2 t=21500\n"));
        Write("devices/platform/1f00098000.pwm/pwm/pwmchip2", ("npwm", "4\n"), ("export", ""));
        Link("devices/platform/1f00098000.pwm/pwm/pwmchip2/device", "devices/platform/1f00098000.pwm");
        Link("class/pwm/pwmchip2", "devices/platform/1f00098000.pwm/pwm/pwmchip2");
        Write("class/pwm/pwmchip2/pwm1", ("period", "0\n"), ("duty_cycle", "0\n"), ("polarity", "normal\n"), ("enable", "0\n"));
        Write("class/leds/ACT", ("brightness", "0\n"), ("max_brightness", "255\n"), ("trigger", "none rc-feedback [mmc0] timer\n"));
        Tree = new SysfsTree(_folder.At());
    }

    public SysfsTree Tree { get; }

    public string Read(string path) => File.ReadAllText(_folder.At(path));

    public void Write(string folder, params ReadOnlySpan<(string Name, string Text)> files)
    {
        foreach (var (name, text) in files)
        {
            _folder.Write(Path.Combine(folder, name), text);
        }
    }

    public void Remove(string path) => Directory.Delete(_folder.At(path), recursive: true);

    public void Dispose() => _folder.Dispose();

    private void Iio(string device, string name, params ReadOnlySpan<(string Name, string Text)> files)
    {
        Write(device, files);
        Link("bus/iio/devices/" + name, device);
    }

    private void Link(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(from))!);
        Directory.CreateSymbolicLink(_folder.At(from), _folder.At(to));
    }
}
