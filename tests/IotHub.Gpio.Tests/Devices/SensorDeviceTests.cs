using IotHub.Contracts.Values;

namespace IotHub.Gpio.Tests.Devices;

public sealed class SensorDeviceTests
{
    private const string Climate = """
        { "did": "climate", "contract": "wired-climate", "properties": {
          "temperature-humidity-sensor.temperature": { "iio": "bme280", "channel": "temp", "poll": "30s", "change": 0.2, "offset": -1 },
          "temperature-humidity-sensor.relative-humidity": { "iio": "bme280", "channel": "humidityrelative", "poll": "1m" } } }
        """;

    private const string Folder = "bus/iio/devices/iio:device0/";

    [Fact]
    public void Start_Sensor_IsOnlineWhenAllItsChannelsWereRead()
    {
        using var board = Board();

        board.Start();

        Assert.Equal(["climate announces iothub-wired-climate", "climate online", "climate temperature=20 relative-humidity=45"], board.Said);
    }

    [Fact]
    public void Poll_ValueThatMoves_IsToldWhenItHasMovedEnough()
    {
        using var board = Board().Start();
        board.TakeSaid();

        board.Sysfs(Folder + "in_temp_input", "21100\n");
        board.After(TimeSpan.FromSeconds(30));
        Assert.Empty(board.Said);
        board.Sysfs(Folder + "in_temp_input", "21200\n");
        board.After(TimeSpan.FromSeconds(30));

        Assert.Equal(["climate temperature=20.2"], board.Said);
    }

    [Fact]
    public void Poll_SensorFails_IsOfflineAfterThreeReadingsAndBackWithTheNextGoodOne()
    {
        using var board = Board().Start();
        board.TakeSaid();

        board.RemoveSysfs("bus/iio/devices/iio:device0");
        board.After(TimeSpan.FromSeconds(89));
        Assert.Empty(board.Said);
        board.After(TimeSpan.FromSeconds(1));
        Assert.Equal(["climate offline"], board.TakeSaid());
        Assert.Equal("There is no IIO device bme280: is its overlay in config.txt?", board.Home.Faults["climate"]);

        WriteSensor(board);
        board.After(TimeSpan.FromMinutes(1));
        Assert.Equal(["climate online", "climate temperature=20 relative-humidity=45"], board.Said);
        Assert.Empty(board.Home.Faults);
    }

    [Fact]
    public void Start_SensorThatIsNotThere_IsOfflineAtOnce()
    {
        using var board = new BoardFixture(Climate).Start();

        Assert.Equal(["climate announces iothub-wired-climate", "climate offline"], board.Said);
        Assert.False(Assert.Single(board.News).IsThere);
    }

    [Fact]
    public void Poll_ReadingBeyondTheContract_IsAFailedOne()
    {
        using var board = Board();
        board.Sysfs(Folder + "in_temp_input", "900000\n");
        board.Start();

        Assert.Equal("climate offline", board.Said[^1]);
        Assert.Equal("temperature-humidity-sensor.temperature was measured as 899, which its contract does not permit.", board.Home.Faults["climate"]);
        Assert.Equal(1, board.Home.Losses.FailedReadings);
    }

    [Fact]
    public void Poll_SensorThatHangs_IsOfflineAndNotAskedTwice()
    {
        using var board = Board();
        board.Hangs = true;
        board.Start();
        board.After(TimeSpan.FromSeconds(14));
        Assert.Equal(["climate announces iothub-wired-climate"], board.Said);
        board.After(TimeSpan.FromSeconds(1));

        Assert.Equal("climate offline", board.Said[^1]);
        Assert.Contains("has not answered for 15 s", board.Home.Faults["climate"], StringComparison.Ordinal);
        board.After(TimeSpan.FromMinutes(5));
        Assert.Equal(2, board.ReadingsAsked);
    }

    [Fact]
    public void Get_PropertyThatIsNotWired_HasNoValue()
    {
        using var board = Board().Start();
        board.TakeSaid();

        board.Get("climate", "temperature-humidity-sensor.temperature", "temperature-humidity-sensor.atmospheric-pressure");

        Assert.Equal(["climate answers 0 temperature=20 temperature-humidity-sensor.atmospheric-pressure:-4004"], board.Said);
    }

    [Fact]
    public void Set_Dimmer_DrivesItsChannelAndKeepsTheBrightnessWhileOff()
    {
        using var board = new BoardFixture("""
            { "did": "lamp", "contract": "wired-light", "properties": { "light.brightness": { "pwm": "pwmchip0", "channel": 1, "switch": "light.on" } }, "actions": { "light.toggle": { "toggles": "light.on" } } }
            """);
        WritePwm(board);
        board.Start();
        Assert.Equal("lamp brightness=100 on=false", board.TakeSaid()[^1]);

        board.Set("lamp", ("light.brightness", PropertyValue.FromInteger(25)));
        Assert.Equal(("250000", "0"), (Pwm(board, "duty_cycle"), Pwm(board, "enable")));
        board.Call("lamp", "light.toggle");
        Assert.Equal(("250000", "1"), (Pwm(board, "duty_cycle"), Pwm(board, "enable")));

        Assert.Equal(["lamp answers 0 brightness=25", "lamp answers 0 on=true"], board.TakeSaid());
        board.Home.Stop();
        Assert.Equal("0", Pwm(board, "enable"));
    }

    [Fact]
    public void Start_DimmerThatWasSetBefore_HasThatBrightness()
    {
        using var board = new BoardFixture("""{ "did": "lamp", "contract": "wired-light", "properties": { "light.brightness": { "pwm": "pwmchip0", "channel": 1, "switch": "light.on" } } }""");
        WritePwm(board, period: "1000000\n", duty: "400000\n");
        board.Start();

        Assert.Equal("lamp brightness=40 on=false", board.Said[^1]);
    }

    [Fact]
    public void Set_Led_IsLitAndDarkAtTheStop()
    {
        using var board = new BoardFixture("""{ "did": "sign", "contract": "wired-relay", "properties": { "switch.on": { "led": "red" } } }""");
        board.Sysfs("class/leds/red/max_brightness", "1\n");
        board.Sysfs("class/leds/red/brightness", "1\n");
        board.Start();
        Assert.StartsWith("0", board.ReadSysfs("class/leds/red/brightness"), StringComparison.Ordinal);

        board.Set("sign", ("switch.on", PropertyValue.FromBoolean(true)));
        Assert.StartsWith("1", board.ReadSysfs("class/leds/red/brightness"), StringComparison.Ordinal);
        board.Home.Stop();
        Assert.StartsWith("0", board.ReadSysfs("class/leds/red/brightness"), StringComparison.Ordinal);
    }

    private static string Pwm(BoardFixture board, string attribute) => board.ReadSysfs("class/pwm/pwmchip0/pwm1/" + attribute).Split('\n')[0];

    private static void WritePwm(BoardFixture board, string period = "0\n", string duty = "0\n")
    {
        board.Sysfs("class/pwm/pwmchip0/npwm", "4\n");
        board.Sysfs("class/pwm/pwmchip0/pwm1/period", period);
        board.Sysfs("class/pwm/pwmchip0/pwm1/duty_cycle", duty);
        board.Sysfs("class/pwm/pwmchip0/pwm1/polarity", "normal\n");
        board.Sysfs("class/pwm/pwmchip0/pwm1/enable", "0\n");
    }

    private static BoardFixture Board()
    {
        var board = new BoardFixture(Climate);
        WriteSensor(board);
        return board;
    }

    private static void WriteSensor(BoardFixture board)
    {
        board.Sysfs(Folder + "name", "bme280\n");
        board.Sysfs(Folder + "in_temp_input", "21000\n");
        board.Sysfs(Folder + "in_humidityrelative_input", "45000\n");
    }
}
