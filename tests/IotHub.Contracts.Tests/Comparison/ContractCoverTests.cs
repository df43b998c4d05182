using IotHub.Contracts.Comparison;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Tests.Fuzz;
using IotHub.Contracts.Tests.Parsing;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Tests.Comparison;

public sealed class ContractCoverTests
{
    private const string Properties = """
        "properties":[
          {"iid":1,"type":"urn:x-spec:property:a:00000001:x-d:1","description":"","format":"uint8","access":[],"value-range":[0,100,1]},
          {"iid":2,"type":"urn:x-spec:property:b:00000002:x-d:1","description":"","format":"string","access":[]},
          {"iid":3,"type":"urn:x-spec:property:c:00000003:x-d:1","description":"","format":"bool","access":[]}]
        """;

    [Theory]
    [InlineData("\"in\":[1],\"out\":[2]", "\"in\":[1],\"out\":[2]", null)]
    [InlineData("\"in\":[1,2],\"out\":[]", "\"in\":[2,1],\"out\":[]", null)]
    [InlineData("\"in\":[1],\"out\":[2]", "\"in\":[1],\"out\":[2,3]", null)]
    [InlineData("\"in\":[1],\"out\":[2]", "\"in\":[1,3],\"out\":[2]", "s.go needs s.c now.")]
    [InlineData("\"in\":[1,3],\"out\":[2]", "\"in\":[1],\"out\":[2]", "s.go no longer takes s.c.")]
    [InlineData("\"in\":[1],\"out\":[2,3]", "\"in\":[1],\"out\":[2]", "s.go no longer gives s.c.")]
    public void Check_Actions_TakeWhatWasGivenAndGiveWhatWasExpected(string need, string have, string? reason) =>
        Check(Action(need), Action(have), ContractNodeKind.Action, "s.go", reason);

    [Theory]
    [InlineData("\"arguments\":[1]", "\"arguments\":[1,2]", null)]
    [InlineData("\"arguments\":[1,2]", "\"arguments\":[2]", "s.beep no longer brings s.a.")]
    public void Check_Events_BringWhatWasExpected(string need, string have, string? reason) =>
        Check(Event(need), Event(have), ContractNodeKind.Event, "s.beep", reason);

    [Theory]
    [InlineData("[0,100,1]", "[0,50,1]", "s.go takes s.a, which takes whole numbers 0 to 50 in steps of 1, where whole numbers 0 to 100 in steps of 1 was taken.", null)]
    [InlineData("[0,50,1]", "[0,100,1]", null, "s.beep brings s.a, which reports whole numbers 0 to 100 in steps of 1, where whole numbers 0 to 50 in steps of 1 was promised.")]
    public void Check_Arguments_AreLookedAtTheWayTheyGo(string need, string have, string? action, string? happening)
    {
        Check(Action("\"in\":[1],\"out\":[]", need), Action("\"in\":[1],\"out\":[]", have), ContractNodeKind.Action, "s.go", action);
        Check(Event("\"arguments\":[1]", need), Event("\"arguments\":[1]", have), ContractNodeKind.Event, "s.beep", happening);
    }

    [Fact]
    public void Check_WhatIsNotThere_IsMissing()
    {
        var result = ContractCover.Check(Contracts.OfKind("air-purifier"), Contracts.OfKind("light"));

        Assert.False(result.Covers);
        Assert.All(result.Nodes, node => Assert.Equal(CoverVerdict.Missing, node.Verdict));
        Assert.Equal("air-purifier.on is not there.", result.Find(ContractNodeKind.Property, "air-purifier.on")!.Reasons[0]);
        Assert.Null(result.Find(ContractNodeKind.Event, "air-purifier.on"));
    }

    [Fact]
    public void Compare_EveryKindOfDifference_IsNamedOnce()
    {
        var old = Contracts.Usable(Contracts.Parse("""
            {"type":"urn:x-spec:device:d:0000A001:x-d:1","description":"D","services":[
              {"iid":2,"type":"urn:x-spec:service:s:00007801:x-d:1","description":"S","properties":[
                {"iid":1,"type":"urn:x-spec:property:p:00000001:x-d:1","description":"P","format":"uint8","access":["read"],"unit":"celsius"},
                {"iid":2,"type":"urn:x-spec:property:gone:00000002:x-d:1","description":"","format":"uint8","access":["read"]}]},
              {"iid":3,"type":"urn:x-spec:service:t:00007802:x-d:1","description":""}]}
            """));
        var @new = Contracts.Usable(Contracts.Parse("""
            {"type":"urn:x-spec:device:d:0000A001:x-d:2","description":"Device","report-interval":60,"services":[
              {"iid":2,"type":"urn:x-spec:service:s:00007801:x-d:2","description":"Service","properties":[
                {"iid":1,"type":"urn:x-spec:property:p:00000001:x-d:2","description":"Q","format":"uint8","access":["read","notify"],"unit":"℃","value-range":[0,9,1],"report-interval":5},
                {"iid":3,"type":"urn:x-spec:property:more:00000003:x-d:2","description":"","format":"uint8","access":["read"]}]}]}
            """));

        var result = ContractDiff.Compare(old, @new);

        Assert.True(result.IsBreaking);
        Assert.Equal(
            [
                "Device  Changed compatible The device is described in other words. The device publishes something every 60 s.",
                "Service s Changed compatible s is described in other words.",
                "Service t Removed compatible t is gone.",
                "Property s.p Changed compatible s.p reports changes by itself now. s.p writes its unit ℃, where it was celsius. s.p promises a report every 5 s. s.p is described in other words.",
                "Property s.gone Removed breaking s.gone is gone.",
                "Property s.more Added compatible s.more is new.",
            ],
            result.Nodes.Select(node => $"{node.Kind} {node.Address} {node.Change} {(node.IsBreaking ? "breaking" : "compatible")} {string.Join(' ', node.Sentences)}"));
    }

    [CorpusFact]
    public void Check_EveryContract_CoversItselfAndDoesNotDiffer()
    {
        foreach (var contract in ContractCorpusTests.ReadAll().Select(result => result.Result.Contract!).Concat(Shipped()))
        {
            var other = ContractParser.Parse(ContractWriter.Write(contract), "again.json").Contract!;
            Assert.All(ContractCover.Check(contract, other).Nodes, node => Assert.True(node.Verdict == CoverVerdict.Kept, string.Join(' ', node.Reasons)));
            Assert.Empty(ContractDiff.Compare(contract, other).Nodes);
        }
    }

    [Fact]
    public void Compare_MutantsOfContracts_BreakExactlyWhereTheyDoNotCoverAndCoveringPassesOn()
    {
        var random = new Random(20261122);
        var mutator = new ContractMutator(random);
        var (breaking, compatible) = (0, 0);
        foreach (var contract in Shipped())
        {
            var original = ContractWriter.Write(contract);
            DeviceContract? before = null;
            for (var i = 0; i < 40; i++)
            {
                if (ContractParser.Parse(mutator.Mutate(original), "mutant.json").Contract is not { } mutant)
                {
                    continue;
                }

                var (diff, cover) = (ContractDiff.Compare(contract, mutant), ContractCover.Check(contract, mutant));
                Assert.Equal(diff.IsBreaking, !cover.Covers);
                Assert.Equal(
                    cover.Nodes.Where(node => node.Verdict != CoverVerdict.Kept).Select(node => (node.Kind, node.Address)),
                    diff.Nodes.Where(node => node.IsBreaking).Select(node => (node.Kind, node.Address)));
                _ = cover.Covers ? compatible++ : breaking++;

                // If one stands in for the contract, and another for that one, the other stands in for the contract.
                if (before is not null && ContractCover.Check(contract, before).Covers && ContractCover.Check(before, mutant).Covers)
                {
                    Assert.True(cover.Covers, string.Join('\n', cover.Nodes.SelectMany(node => node.Reasons)));
                }

                before = mutant;
            }
        }

        Assert.True(breaking > 20 && compatible > 20, $"{breaking} breaking, {compatible} compatible");
    }

    [Fact]
    public void Check_RandomNumbers_IsRightForEveryNumberThatThereIs()
    {
        var random = new Random(7);
        var (taken, reported) = (0, 0);
        for (var i = 0; i < 4000; i++)
        {
            var (need, have) = (RandomProperty(random), RandomProperty(random));
            var (set, said) = (Verdict(need, have, PropertyAccess.Write), Verdict(need, have, PropertyAccess.Read));

            // Every half from below the smallest number to above the largest, tried one by one.
            var accepts = true;
            var reports = true;
            for (var half = -20; half <= 60; half++)
            {
                var value = PropertyValue.FromNumber(half / 2d);
                accepts &= !Takes(need, value, ValueUse.Write) || Takes(have, value, ValueUse.Write);
                reports &= !Takes(have, value, ValueUse.Report) || Takes(need, value, ValueUse.Report);
            }

            Assert.True(set == accepts, $"written: need {Text(need)} have {Text(have)}: {set}, by trying {accepts}");
            Assert.True(said == reports, $"reported: need {Text(need)} have {Text(have)}: {said}, by trying {reports}");
            taken += set ? 1 : 0;
            reported += said ? 1 : 0;
        }

        Assert.True(taken > 100 && reported > 100, $"{taken} taken, {reported} reported");
    }

    private static bool Verdict(ContractProperty need, ContractProperty have, PropertyAccess access) =>
        ContractCover.Check(Holding(need with { Access = access }), Holding(have with { Access = access })).Covers;

    private static DeviceContract Holding(ContractProperty property)
    {
        var device = Contracts.OfKind("light");
        return new DeviceContract(device.Type, string.Empty, [device.Services[0] with { Properties = [property], Actions = [], Events = [] }]);
    }

    private static ContractProperty RandomProperty(Random random)
    {
        // Everything lies between -9 and 29, so that trying every number is trying all of them.
        var isFloat = random.Next(3) == 0;
        var first = random.Next(-4, 4);
        var values = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(-4, 9)).Distinct().ToList();
        var members = random.Next(3) == 0
            ? $"\"format\":\"int8\",\"value-list\":[{string.Join(',', values.Select(value => "{\"value\":" + value + ",\"description\":\"n" + value + "\"}"))}]"
            : $"\"format\":\"{(isFloat ? "float" : "int8")}\",\"value-range\":[{first},{first + random.Next(0, 9)},{(isFloat && random.Next(2) == 0 ? "0.5" : random.Next(1, 4))}]";
        return Contracts.Property(members);
    }

    private static bool Takes(ContractProperty property, PropertyValue value, ValueUse use) => ValueCoercion.TryCheck(property, value, out _, out _, use);

    private static string Text(ContractProperty property) => $"{property.Format} {property.Range} {string.Join(',', property.ValueList.Select(entry => entry.Value))}";

    private static IEnumerable<DeviceContract> Shipped() =>
        Directory.GetFiles(Contracts.Folder, "*.json").Order(StringComparer.Ordinal).Select(file => Contracts.OfKind(Path.GetFileNameWithoutExtension(file)));

    private static void Check(DeviceContract need, DeviceContract have, ContractNodeKind kind, string address, string? reason)
    {
        var node = ContractCover.Check(need, have).Find(kind, address)!;

        Assert.Equal(reason is null ? CoverVerdict.Kept : CoverVerdict.Changed, node.Verdict);
        Assert.Equal(reason is null ? [] : [reason], node.Reasons.AsEnumerable());
    }

    private static DeviceContract Action(string members, string range = "[0,100,1]") => Contracts.Usable(Contracts.ParseService(
        Properties.Replace("[0,100,1]", range, StringComparison.Ordinal) + ",\"actions\":[{\"iid\":1,\"type\":\"urn:x-spec:action:go:00002801:x-d:1\",\"description\":\"\"," + members + "}]"));

    private static DeviceContract Event(string members, string range = "[0,100,1]") => Contracts.Usable(Contracts.ParseService(
        Properties.Replace("[0,100,1]", range, StringComparison.Ordinal) + ",\"events\":[{\"iid\":1,\"type\":\"urn:x-spec:event:beep:00005001:x-d:1\",\"description\":\"\"," + members + "}]"));
}
