using IotHub.Contracts.Comparison;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Tests.Comparison;

/// <summary>One property in the place of another: what is needed, what is there, and the words.</summary>
public sealed class PropertyCoverTests
{
    private const string Read = "\"access\":[\"read\",\"notify\"]";
    private const string Write = "\"access\":[\"write\"]";
    private const string Both = "\"access\":[\"read\",\"write\",\"notify\"]";

    [Theory]
    // Access.
    [InlineData("bool", Both, "bool", Both, null)]
    [InlineData("bool", Read, "bool", Both, null)]
    [InlineData("bool", Both, "bool", Read, "s.p can no longer be set.")]
    [InlineData("bool", "\"access\":[\"notify\"]", "bool", "\"access\":[\"read\"]", "s.p no longer reports changes by itself.")]
    [InlineData("bool", "\"access\":[\"read\"]", "bool", "\"access\":[\"notify\"]", "s.p can no longer be asked for.")]
    [InlineData("bool", "\"access\":[]", "bool", "\"access\":[]", null)]
    [InlineData("bool", "\"access\":[]", "bool", Both, null)]
    // Families of formats.
    [InlineData("bool", Read, "uint8", Read, "s.p is uint8, where it was bool.")]
    [InlineData("uint8", Read, "bool", Read, "s.p is bool, where it was uint8.")]
    [InlineData("string", Read, "uint8", Read, "s.p is uint8, where it was string.")]
    // Reported whole numbers: no more than promised.
    [InlineData("uint16", Read, "uint8", Read, null)]
    [InlineData("uint8", Read, "uint16", Read, "s.p reports whole numbers 0 to 65535, where whole numbers 0 to 255 was promised.")]
    [InlineData("uint8", Read, "int8", Read, "s.p reports whole numbers -128 to 127, where whole numbers 0 to 255 was promised.")]
    [InlineData("uint8", Read, "uint16", Read + ",\"value-range\":[0,100,1]", null)]
    [InlineData("uint8", Read + ",\"value-range\":[0,100,1]", "uint8", Read + ",\"value-range\":[10,90,10]", null)]
    [InlineData("uint8", Read + ",\"value-range\":[10,90,10]", "uint8", Read + ",\"value-range\":[0,100,1]", "s.p reports whole numbers 0 to 100 in steps of 1, where whole numbers 10 to 90 in steps of 10 was promised.")]
    [InlineData("int64", Read, "uint64", Read, "s.p reports whole numbers 0 to 18446744073709551615, where whole numbers -9223372036854775808 to 9223372036854775807 was promised.")]
    [InlineData("float", Read, "uint8", Read, null)]
    [InlineData("uint8", Read, "float", Read, "s.p reports numbers any number, where whole numbers 0 to 255 was promised.")]
    [InlineData("float", Read + ",\"value-range\":[0,1,0.1]", "float", Read, "s.p reports numbers any number, where numbers 0 to 1 in steps of 0.1 was promised.")]
    [InlineData("float", Read, "float", Read + ",\"value-range\":[0,1,0.1]", null)]
    [InlineData("float", Read + ",\"value-range\":[0,1,0.1]", "float", Read + ",\"value-range\":[0,1,0.03]", null)]
    // Set whole numbers: no less than before.
    [InlineData("uint8", Write, "uint16", Write, null)]
    [InlineData("uint16", Write, "uint8", Write, "s.p takes whole numbers 0 to 255, where whole numbers 0 to 65535 was taken.")]
    [InlineData("uint8", Write + ",\"value-range\":[10,90,10]", "uint8", Write + ",\"value-range\":[0,100,5]", null)]
    [InlineData("uint8", Write + ",\"value-range\":[10,90,10]", "uint8", Write + ",\"value-range\":[0,100,3]", "s.p takes whole numbers 0 to 100 in steps of 3, where whole numbers 10 to 90 in steps of 10 was taken.")]
    [InlineData("uint8", Write + ",\"value-range\":[10,90,10]", "uint8", Write + ",\"value-range\":[5,95,10]", "s.p takes whole numbers 5 to 95 in steps of 10, where whole numbers 10 to 90 in steps of 10 was taken.")]
    [InlineData("uint8", Write + ",\"value-range\":[20,20,10]", "uint8", Write + ",\"value-range\":[0,100,4]", null)]
    [InlineData("uint8", Write, "float", Write, null)]
    [InlineData("uint8", Write, "float", Write + ",\"value-range\":[0,255,0.5]", null)]
    [InlineData("uint8", Write, "float", Write + ",\"value-range\":[0,255,2]", "s.p takes numbers 0 to 255 in steps of 2, where whole numbers 0 to 255 was taken.")]
    [InlineData("float", Write, "uint8", Write, "s.p takes whole numbers 0 to 255, where numbers any number was taken.")]
    [InlineData("float", Write + ",\"value-range\":[16,30,1]", "uint8", Write + ",\"value-range\":[10,40,1]", null)]
    [InlineData("float", Write + ",\"value-range\":[16,30,0.5]", "uint8", Write + ",\"value-range\":[10,40,1]", "s.p takes whole numbers 10 to 40 in steps of 1, where numbers 16 to 30 in steps of 0.5 was taken.")]
    [InlineData("float", Write + ",\"value-range\":[16,30,0.5]", "float", Write + ",\"value-range\":[16,30,0.1]", null)]
    [InlineData("float", Write + ",\"value-range\":[0,1,0.1]", "float", Write, null)]
    [InlineData("uint64", Write, "int64", Write, "s.p takes whole numbers -9223372036854775808 to 9223372036854775807, where whole numbers 0 to 18446744073709551615 was taken.")]
    // Lists.
    [InlineData("uint8", Write + ",\"value-list\":[{\"value\":1,\"description\":\"a\"}]", "uint8", Write + ",\"value-list\":[{\"value\":1,\"description\":\"a\"},{\"value\":2,\"description\":\"b\"}]", null)]
    [InlineData("uint8", Write + ",\"value-list\":[{\"value\":1,\"description\":\"a\"},{\"value\":2,\"description\":\"b\"}]", "uint8", Write + ",\"value-list\":[{\"value\":1,\"description\":\"a\"}]", "s.p takes whole numbers 1 (a), where whole numbers 1 (a), 2 (b) was taken.")]
    [InlineData("uint8", Read + ",\"value-list\":[{\"value\":1,\"description\":\"a\"}]", "uint8", Read + ",\"value-list\":[{\"value\":1,\"description\":\"a\"},{\"value\":2,\"description\":\"b\"}]", "s.p reports whole numbers 1 (a), 2 (b), where whole numbers 1 (a) was promised.")]
    [InlineData("uint8", Read + ",\"value-list\":[{\"value\":1,\"description\":\"a\"},{\"value\":2,\"description\":\"b\"}]", "uint8", Read + ",\"value-list\":[{\"value\":1,\"description\":\"a\"}]", null)]
    [InlineData("uint8", Read + ",\"value-list\":[{\"value\":1,\"description\":\"Auto\"}]", "uint8", Read + ",\"value-list\":[{\"value\":1,\"description\":\"Sleep\"}]", "s.p calls 1 \"Sleep\", where it was \"Auto\".")]
    [InlineData("uint8", Read + ",\"value-list\":[{\"value\":1,\"description\":\"Auto\"}]", "uint8", Read + ",\"value-list\":[{\"value\":1,\"description\":\"AUTO\"}]", null)]
    [InlineData("uint8", Read + ",\"value-list\":[{\"value\":0,\"description\":\"a\"},{\"value\":1,\"description\":\"b\"}]", "uint8", Read + ",\"value-range\":[0,1,1]", null)]
    [InlineData("uint8", Read + ",\"value-list\":[{\"value\":0,\"description\":\"a\"},{\"value\":1,\"description\":\"b\"}]", "uint8", Read + ",\"value-range\":[0,2,1]", "s.p reports whole numbers 0 to 2 in steps of 1, where whole numbers 0 (a), 1 (b) was promised.")]
    [InlineData("uint8", Write + ",\"value-list\":[{\"value\":0,\"description\":\"a\"},{\"value\":4,\"description\":\"b\"}]", "uint8", Write + ",\"value-range\":[0,9,2]", null)]
    [InlineData("uint8", Write + ",\"value-list\":[{\"value\":0,\"description\":\"a\"},{\"value\":3,\"description\":\"b\"}]", "uint8", Write + ",\"value-range\":[0,9,2]", "s.p takes whole numbers 0 to 9 in steps of 2, where whole numbers 0 (a), 3 (b) was taken.")]
    [InlineData("uint8", Write + ",\"value-range\":[0,1,1]", "uint8", Write + ",\"value-list\":[{\"value\":0,\"description\":\"a\"},{\"value\":1,\"description\":\"b\"}]", null)]
    [InlineData("uint32", Write, "uint32", Write + ",\"value-list\":[{\"value\":0,\"description\":\"a\"}]", "s.p takes whole numbers 0 (a), where whole numbers 0 to 4294967295 was taken.")]
    // Text.
    [InlineData("string", Write + ",\"max-length\":10", "string", Write + ",\"max-length\":20", null)]
    [InlineData("string", Write + ",\"max-length\":10", "string", Write, null)]
    [InlineData("string", Write, "string", Write + ",\"max-length\":20", "s.p takes 20 characters at most, where any number were taken.")]
    [InlineData("string", Write + ",\"max-length\":30", "string", Write + ",\"max-length\":20", "s.p takes 20 characters at most, where 30 were taken.")]
    [InlineData("string", Read + ",\"max-length\":30", "string", Read, "s.p reports up to any number of characters, where 30 were promised.")]
    [InlineData("string", Read, "string", Read + ",\"max-length\":30", null)]
    [InlineData("string", Read, "hex", Read, null)]
    [InlineData("hex", Read, "string", Read, "s.p reports any text, where hexadecimal digits were promised.")]
    [InlineData("string", Write, "hex", Write, "s.p takes hexadecimal digits only, where any text was taken.")]
    [InlineData("hex", Write, "string", Write, null)]
    // Units.
    [InlineData("float", Read + ",\"unit\":\"celsius\"", "float", Read + ",\"unit\":\"°C\"", null)]
    [InlineData("float", Read + ",\"unit\":\"celsius\"", "float", Read + ",\"unit\":\"kelvin\"", "s.p is in kelvin, where it was in celsius.")]
    [InlineData("float", Read + ",\"unit\":\"celsius\"", "float", Read, "s.p is in no unit, where it was in celsius.")]
    [InlineData("float", Read, "float", Read + ",\"unit\":\"celsius\"", null)]
    [InlineData("float", Read + ",\"unit\":\"none\"", "float", Read + ",\"unit\":\"celsius\"", null)]
    [InlineData("float", Read + ",\"unit\":\"furlong\"", "float", Read + ",\"unit\":\"furlong\"", null)]
    [InlineData("float", Read + ",\"unit\":\"furlong\"", "float", Read + ",\"unit\":\"league\"", "s.p is in league, where it was in furlong.")]
    // What is only promised, not relied on.
    [InlineData("float", Read + ",\"report-interval\":60", "float", Read, null)]
    [InlineData("uint8", Read + ",\"consumable\":{\"name\":\"filter\",\"low\":5}", "uint8", Read, null)]
    public void Check_OneProperty_IsKeptOrChangedForThatReason(string needFormat, string need, string haveFormat, string have, string? reason)
    {
        var (old, @new) = (Contract(needFormat, need), Contract(haveFormat, have));

        var node = Assert.Single(ContractCover.Check(old, @new).Nodes);

        Assert.Equal((reason is null ? CoverVerdict.Kept : CoverVerdict.Changed, "s.p"), (node.Verdict, node.Address));
        Assert.Equal(reason is null ? [] : [reason], node.Reasons.AsEnumerable());
        Assert.Equal(reason is not null, ContractDiff.Compare(old, @new).IsBreaking);
    }

    [Fact]
    public void Check_BothWays_NamesWhatBreaksEachWay()
    {
        var need = Contract("uint8", Both + ",\"value-range\":[0,100,1]");
        var have = Contract("uint8", Both + ",\"value-range\":[10,110,1]");

        Assert.Equal(
            ["s.p takes whole numbers 10 to 110 in steps of 1, where whole numbers 0 to 100 in steps of 1 was taken.", "s.p reports whole numbers 10 to 110 in steps of 1, where whole numbers 0 to 100 in steps of 1 was promised."],
            ContractCover.Check(need, have).Nodes[0].Reasons.AsEnumerable());
    }

    private static DeviceContract Contract(string format, string members) => Contracts.Usable(Contracts.ParseService(
        $"\"properties\":[{{\"iid\":1,\"type\":\"urn:x-spec:property:p:00000001:x-d:1\",\"description\":\"\",\"format\":\"{format}\",{members}}}]"));
}
