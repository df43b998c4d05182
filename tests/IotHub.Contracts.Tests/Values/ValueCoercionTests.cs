using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Tests.Values;

public sealed class ValueCoercionTests
{
    [Theory]
    [InlineData("bool", "true", "true")]
    [InlineData("bool", "false", "false")]
    [InlineData("bool", "1", "true")]
    [InlineData("bool", "0", "false")]
    [InlineData("bool", "\"true\"", "true")]
    [InlineData("bool", "\"false\"", "false")]
    [InlineData("uint8", "0", "0")]
    [InlineData("uint8", "1", "1")]
    [InlineData("uint8", "254", "254")]
    [InlineData("uint8", "255", "255")]
    [InlineData("uint8", "25.0", "25")]
    [InlineData("uint8", "2.5e1", "25")]
    [InlineData("uint16", "65534", "65534")]
    [InlineData("uint16", "65535", "65535")]
    [InlineData("uint32", "4294967294", "4294967294")]
    [InlineData("uint32", "4294967295", "4294967295")]
    [InlineData("uint64", "18446744073709551614", "18446744073709551614")]
    [InlineData("uint64", "18446744073709551615", "18446744073709551615")]
    [InlineData("int8", "-128", "-128")]
    [InlineData("int8", "127", "127")]
    [InlineData("int16", "-32768", "-32768")]
    [InlineData("int16", "32767", "32767")]
    [InlineData("int32", "-2147483648", "-2147483648")]
    [InlineData("int32", "2147483647", "2147483647")]
    [InlineData("int64", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("int64", "9223372036854775807", "9223372036854775807")]
    [InlineData("float", "1.5", "1.5")]
    [InlineData("float", "-0.0", "0")]
    [InlineData("float", "3", "3")]
    [InlineData("string", "\"a\\u00e4\"", "aä")]
    [InlineData("string", "\"\"", "")]
    [InlineData("hex", "\"0aFF\"", "0aFF")]
    [InlineData("hex", "\"\"", "")]
    public void TryCoerce_FittingValue_IsTakenInTheFormatsKind(string format, string json, string expected)
    {
        var property = Contracts.Property($"\"format\":\"{format}\"");

        foreach (var (isTaken, value, fault) in EachWay(property, json))
        {
            Assert.True(isTaken, fault?.Message);
            Assert.Equal(expected, value.ToString());
            Assert.Null(fault);
        }
    }

    [Theory]
    [InlineData("bool", "2", RejectionReason.WrongType)]
    [InlineData("bool", "\"on\"", RejectionReason.WrongType)]
    [InlineData("bool", "\"True\"", RejectionReason.WrongType)]
    [InlineData("bool", "null", RejectionReason.WrongType)]
    [InlineData("uint8", "-1", RejectionReason.OutOfRange)]
    [InlineData("uint8", "256", RejectionReason.OutOfRange)]
    [InlineData("uint8", "1.5", RejectionReason.WrongType)]
    [InlineData("uint8", "\"5\"", RejectionReason.WrongType)]
    [InlineData("uint8", "true", RejectionReason.WrongType)]
    [InlineData("uint8", "null", RejectionReason.WrongType)]
    [InlineData("uint8", "[1]", RejectionReason.WrongType)]
    [InlineData("uint8", "{}", RejectionReason.WrongType)]
    [InlineData("uint8", "1e999", RejectionReason.OutOfRange)]
    [InlineData("uint16", "65536", RejectionReason.OutOfRange)]
    [InlineData("uint32", "4294967296", RejectionReason.OutOfRange)]
    [InlineData("uint64", "-1", RejectionReason.OutOfRange)]
    [InlineData("uint64", "18446744073709551616", RejectionReason.OutOfRange)]
    [InlineData("int8", "-129", RejectionReason.OutOfRange)]
    [InlineData("int8", "128", RejectionReason.OutOfRange)]
    [InlineData("int16", "-32769", RejectionReason.OutOfRange)]
    [InlineData("int16", "32768", RejectionReason.OutOfRange)]
    [InlineData("int32", "-2147483649", RejectionReason.OutOfRange)]
    [InlineData("int32", "2147483648", RejectionReason.OutOfRange)]
    [InlineData("int64", "-9223372036854775809", RejectionReason.OutOfRange)]
    [InlineData("int64", "9223372036854775808", RejectionReason.OutOfRange)]
    [InlineData("float", "1e999", RejectionReason.OutOfRange)]
    [InlineData("float", "\"NaN\"", RejectionReason.WrongType)]
    [InlineData("float", "true", RejectionReason.WrongType)]
    [InlineData("string", "5", RejectionReason.WrongType)]
    [InlineData("string", "\"\\ud800\"", RejectionReason.WrongType)]
    [InlineData("hex", "\"0aF\"", RejectionReason.WrongType)]
    [InlineData("hex", "\"0g\"", RejectionReason.WrongType)]
    [InlineData("hex", "10", RejectionReason.WrongType)]
    public void TryCoerce_UnfitValue_IsRefusedWithReasonAndName(string format, string json, RejectionReason reason)
    {
        var property = Contracts.Property($"\"format\":\"{format}\"");

        Assert.False(ValueCoercion.TryCoerce(property, JsonDocument.Parse(json).RootElement, out var value, out var fault));
        Assert.False(value.HasValue);
        Assert.Equal(reason, fault.Reason);
        Assert.StartsWith("s.p is ", fault.Message, StringComparison.Ordinal);
        Assert.False(ValueCoercion.TryCoerce(property, JsonDocument.Parse(json).RootElement, out _, out _, ValueUse.Report));
    }

    [Theory]
    [InlineData("\"format\":\"uint8\",\"unit\":\"percentage\",\"value-range\":[1,100,1]", "0", "s.p is 0; expected 1 to 100 percentage.")]
    [InlineData("\"format\":\"uint8\",\"unit\":\"percentage\",\"value-range\":[1,100,1]", "101", "s.p is 101; expected 1 to 100 percentage.")]
    [InlineData("\"format\":\"float\",\"value-range\":[-40,85,0.1]", "85.1", "s.p is 85.1; expected -40 to 85.")]
    [InlineData("\"format\":\"uint8\",\"value-list\":[{\"value\":0,\"description\":\"Auto\"},{\"value\":2,\"description\":\"\"}]", "1", "s.p is 1; expected one of 0 (Auto), 2 (v_2).")]
    [InlineData("\"format\":\"string\",\"max-length\":3", "\"abcd\"", "s.p has 4 characters; expected at most 3.")]
    [InlineData("\"format\":\"uint8\"", "300", "s.p is 300; expected 0 to 255.")]
    public void TryCoerce_BeyondTheContract_SaysWhatIsPermitted(string members, string json, string message)
    {
        foreach (var use in new[] { ValueUse.Report, ValueUse.Write })
        {
            Assert.False(ValueCoercion.TryCoerce(Contracts.Property(members), JsonDocument.Parse(json).RootElement, out _, out var fault, use));
            Assert.Equal(new ValueFault(RejectionReason.OutOfRange, message), fault);
        }
    }

    [Theory]
    [InlineData("\"format\":\"uint8\",\"value-range\":[10,100,5]", "12", false)]
    [InlineData("\"format\":\"uint8\",\"value-range\":[10,100,5]", "15", true)]
    [InlineData("\"format\":\"float\",\"value-range\":[16,31,0.5]", "20.25", false)]
    [InlineData("\"format\":\"float\",\"value-range\":[-40,85,0.1]", "21.3", true)]
    [InlineData("\"format\":\"float\",\"value-range\":[-40,85,0.1]", "84.9", true)]
    [InlineData("\"format\":\"float\",\"value-range\":[-40,85,0.1]", "21.35", false)]
    public void TryCoerce_BetweenSteps_MattersOnlyForWrites(string members, string json, bool isTaken)
    {
        var property = Contracts.Property(members);
        var value = JsonDocument.Parse(json).RootElement;

        Assert.Equal(isTaken, ValueCoercion.TryCoerce(property, value, out _, out var fault, ValueUse.Write));
        Assert.Equal(isTaken, fault is null);
        Assert.True(ValueCoercion.TryCoerce(property, value, out _, out _, ValueUse.Report));
    }

    [Fact]
    public void TryCheck_ValuesOfOtherKinds_AreConvertedOnlyWithoutLoss()
    {
        var whole = Contracts.Property("\"format\":\"uint8\"");
        var number = Contracts.Property("\"format\":\"float\"");
        var yes = Contracts.Property("\"format\":\"bool\"");

        Assert.True(ValueCoercion.TryCheck(whole, PropertyValue.FromNumber(7), out var seven, out _));
        Assert.Equal(PropertyValue.FromInteger(7), seven);
        Assert.True(ValueCoercion.TryCheck(number, PropertyValue.FromInteger(7), out var float7, out _));
        Assert.Equal(PropertyValue.FromNumber(7), float7);
        Assert.True(ValueCoercion.TryCheck(yes, PropertyValue.FromInteger(1), out var one, out _));
        Assert.Equal(PropertyValue.FromBoolean(true), one);
        Assert.False(ValueCoercion.TryCheck(whole, PropertyValue.FromNumber(7.5), out _, out var fraction));
        Assert.Equal(RejectionReason.WrongType, fraction.Reason);
        Assert.False(ValueCoercion.TryCheck(whole, PropertyValue.FromText("7"), out _, out _));
        Assert.False(ValueCoercion.TryCheck(whole, default, out _, out var nothing));
        Assert.Equal("s.p is not known; expected a whole number.", nothing.Message);
        Assert.False(ValueCoercion.TryCheck(whole, PropertyValue.FromInteger(256), out _, out var far));
        Assert.Equal(RejectionReason.OutOfRange, far.Reason);
    }

    [Fact]
    public void TryCoerce_AnyInt64_FitsInt16ExactlyWithinItsBounds()
    {
        var property = Contracts.Property("\"format\":\"int16\"");

        Prop.ForAll<long>(number => ValueCoercion.TryCheck(property, PropertyValue.FromInteger(number), out _, out _) == number is >= short.MinValue and <= short.MaxValue)
            .QuickCheckThrowOnFailure();
        Prop.ForAll<short>(number => Taken(property, $"{number}") == number).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void TryCoerce_NumberFromAReader_AllocatesNothing()
    {
        var property = Contracts.Property("\"format\":\"float\",\"value-range\":[0,100,0.1]");
        Coerce(property);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Coerce(property);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Coerce(IotHub.Contracts.Model.ContractProperty property)
        {
            var reader = new Utf8JsonReader("25.5"u8);
            reader.Read();
            ValueCoercion.TryCoerce(property, ref reader, out _, out _);
        }
    }

    private static long Taken(IotHub.Contracts.Model.ContractProperty property, string json)
    {
        Assert.True(ValueCoercion.TryCoerce(property, JsonDocument.Parse(json).RootElement, out var value, out _));
        return value.AsInteger;
    }

    private static List<(bool IsTaken, PropertyValue Value, ValueFault? Fault)> EachWay(IotHub.Contracts.Model.ContractProperty property, string json)
    {
        var byElement = ValueCoercion.TryCoerce(property, JsonDocument.Parse(json).RootElement, out var first, out var firstFault);
        Assert.True(IotHub.Contracts.Json.PositionedJson.TryParse(Encoding.UTF8.GetBytes(json), 4, out var node, out _));
        var byNode = ValueCoercion.TryCoerce(property, node, out var second, out var secondFault);
        var byCheck = ValueCoercion.TryCheck(property, first, out var third, out var thirdFault);
        return [(byElement, first, firstFault), (byNode, second, secondFault), (byCheck, third, thirdFault)];
    }
}
