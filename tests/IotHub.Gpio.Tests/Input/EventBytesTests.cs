using IotHub.Gpio.Input;

namespace IotHub.Gpio.Tests.Input;

public sealed class EventBytesTests
{
    // As read from a key of gpio-keys: 5 s, 250 µs, EV_KEY, KEY_POWER, down.
    private const string Down64 = "0500000000000000" + "FA00000000000000" + "0100" + "7400" + "01000000";
    private const string Down32 = "05000000" + "FA000000" + "0100" + "7400" + "01000000";

    [Theory]
    [InlineData(Down64, 8)]
    [InlineData(Down32, 4)]
    public void Read_Key_HasCodeValueAndTime(string hex, int pointerBytes)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Equal(EventBytes.SizeOf(pointerBytes), bytes.Length);

        var input = EventBytes.Read(bytes, pointerBytes, out var isDropped);

        Assert.Equal(new InputEvent(InputEventType.Key, 116, 1, TimeSpan.FromSeconds(5) + TimeSpan.FromMicroseconds(250)), input);
        Assert.False(isDropped);
    }

    [Theory]
    [InlineData("02000000FFFFFFFF", 2, 0, -1)]
    [InlineData("0100740000000000", 1, 116, 0)]
    public void Read_EncoderAndRelease_AreTold(string end, int type, int code, int value)
    {
        var input = EventBytes.Read(Convert.FromHexString(Down64[..32] + end), 8, out _);

        Assert.Equal((type, code, value), ((int)input!.Value.Type, input.Value.Code, input.Value.Value));
    }

    [Theory]
    [InlineData("0000000000000000", false)]
    [InlineData("0000030000000000", true)]
    [InlineData("0100740002000000", false)]
    [InlineData("0400040001000000", false)]
    public void Read_ReportRepeatAndScanCode_ArePassedOver(string end, bool isDropped)
    {
        Assert.Null(EventBytes.Read(Convert.FromHexString(Down64[..32] + end), 8, out var dropped));
        Assert.Equal(isDropped, dropped);
    }

    [Theory]
    [InlineData("KEY_0", 11)]
    [InlineData("KEY_9", 10)]
    [InlineData("KEY_P", 25)]
    [InlineData("KEY_M", 50)]
    [InlineData("KEY_F10", 68)]
    [InlineData("KEY_POWER", 116)]
    [InlineData("KEY_OK", 352)]
    [InlineData("BTN_0", 256)]
    [InlineData("REL_WHEEL", 8)]
    public void TryGet_NamesOfTheKernel_HaveItsNumbers(string name, int code)
    {
        Assert.True(EventCodes.TryGet(name, out var found));
        Assert.Equal(code, found);
    }
}
