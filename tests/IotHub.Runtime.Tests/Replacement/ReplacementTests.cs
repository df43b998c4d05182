using IotHub.Contracts.Comparison;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Devices.State;
using IotHub.Runtime.Replacement;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Tests.Replacement;

public sealed class ReplacementTests
{
    private static readonly DeviceContract Light = TestHub.Contract("light");
    private static readonly DeviceContract Twin = Version(2, static text => text);
    private static readonly DeviceContract Dimmer = Version(3, static text => text
        .Replace("[1, 100, 1]", "[1, 50, 1]", StringComparison.Ordinal)
        .Replace(":property:mode:", ":property:scene-mode:", StringComparison.Ordinal));

    private readonly TestHub _hub = new(new HubLoopOptions { AdoptsAnnounced = false });

    public ReplacementTests()
    {
        _hub.Announce("old", Light, "1.0");
        _hub.Ask(new HubInput.Adopt("old", "hall-lamp", "Hall lamp", "Hall"));
        _hub.Report("old", Light, ("light.on", TestHub.On), ("light.brightness", PropertyValue.FromInteger(80)), ("light.mode", PropertyValue.FromInteger(1)));
        Put("half", """{"name":"Half","triggers":[{"time":"07:00"}],"actions":[{"set":{"hall-lamp/light.brightness":50}}]}""");
        Put("full", """{"name":"Full","triggers":[{"time":"07:00"}],"actions":[{"set":{"hall-lamp/light.brightness":100}}]}""");
        Put("bright", """{"name":"Bright","triggers":[{"property":"hall-lamp/light.brightness","above":60}],"actions":[{"set":{"hall-lamp/light.on":false}}]}""");
        Put("on", """{"name":"On","triggers":[{"property":"hall-lamp\/light.on","becomes":true}],"actions":[{"wait":"1m"}]}""");
        Put("mode", """{"name":"Mode","triggers":[{"property":"hall-lamp/light.mode","becomes":"Night"}],"actions":[{"wait":"1m"}]}""");
        Put("elsewhere", """{"name":"Elsewhere","triggers":[{"time":"07:00"}],"actions":[{"wait":"1m"}]}""");
        Assert.True(_hub.Ask(new HubInput.PutScene("evening", """{"name":"Evening","set":{"hall-lamp/light.brightness":90}}""", "lin")).Accepted);
    }

    [Fact]
    public void Preview_AnEqualLamp_KeepsEverythingAndChangesNothing()
    {
        _hub.Announce("new", Twin);
        var before = _hub.Snapshot;

        var answer = _hub.Ask(new HubInput.PreviewReplace("hall-lamp", "new"));

        var preview = answer.Replacement!;
        Assert.False(preview.Breaks);
        Assert.All(preview.Nodes, node => Assert.Equal(CoverVerdict.Kept, node.Verdict));
        Assert.Equal(["bright", "full", "half", "mode", "on", "evening"], preview.Documents.Select(document => document.Id));
        Assert.All(preview.Documents, document => Assert.Equal(DocumentFate.Kept, document.Fate));
        Assert.Empty(preview.LostValues);
        var after = _hub.Snapshot;
        Assert.Equal(before.Devices.Select(device => device.Device), after.Devices.Select(device => device.Device));
        Assert.Equal(before.Found.AsEnumerable(), after.Found.AsEnumerable());
        Assert.Empty(after.Previous);
    }

    [Fact]
    public void Preview_ALesserLamp_SaysWhatIsKeptChangedAndBroken()
    {
        _hub.Announce("new", Dimmer);

        var preview = _hub.Ask(new HubInput.PreviewReplace("hall-lamp", "new")).Replacement!;

        Assert.True(preview.Breaks);
        Assert.Equal(
            ["bright Changed", "full Broken", "half Changed", "mode Broken", "on Kept", "evening Broken"],
            preview.Documents.Select(document => $"{document.Id} {document.Fate}"));
        Assert.Equal(["light.brightness", "light.mode", "light.on"], preview.Used.AsEnumerable());
        Assert.Equal(["light.brightness", "light.mode"], preview.LostValues.Order(StringComparer.Ordinal));
        var full = preview.Documents.Single(document => document.Id == "full").Diagnostics.Single();
        Assert.Equal(("automation.value.range", 1), (full.Code, full.Line));
        Assert.Equal("automation.value.never", preview.Documents.Single(document => document.Id == "bright").Diagnostics.Single().Code);
        Assert.Equal(CoverVerdict.Missing, preview.Nodes.Single(node => node.Address == "light.mode").Verdict);
    }

    [Fact]
    public void Replace_ThatBreaks_IsRefusedUnlessAccepted()
    {
        _hub.Announce("new", Dimmer);

        var refused = _hub.Ask(new HubInput.Replace("hall-lamp", "new", "lin", AcceptsBreaks: false));

        Assert.Equal(("replace.breaks", "With new for hall-lamp, 3 automations or scenes would have errors: full, mode, evening."), (refused.ErrorCode, refused.Message));
        Assert.True(refused.Replacement!.Breaks);
        Assert.Equal("old", Lamp().Device.Did);

        Assert.True(_hub.Ask(new HubInput.Replace("hall-lamp", "new", "lin", AcceptsBreaks: true)).Accepted);
        var snapshot = _hub.Snapshot;
        Assert.Equal("new", Lamp().Device.Did);
        Assert.Equal(["full", "mode"], snapshot.Automations.Where(entry => entry.Status == DocumentStatus.Broken).Select(entry => entry.Id));
        Assert.Equal(DocumentStatus.Broken, snapshot.Scenes.Single().Status);
    }

    [Fact]
    public void Replace_AnEqualLamp_KeepsTheNameAndWhatHangsOnIt()
    {
        _hub.Announce("new", Twin, "2.0");
        _hub.Set("hall-lamp", Light, "light.on", TestHub.Off, "c1");

        var outputs = _hub.Step(new HubInput.Replace("hall-lamp", "new", "lin", AcceptsBreaks: false));

        var ended = outputs.OfType<HubOutput.CommandEnded>().Single().End;
        Assert.Equal((CommandOutcome.Failed, "device.replaced"), (ended.Outcome, ended.ErrorCode));
        var lamp = Lamp();
        Assert.Equal(("hall-lamp", "Hall lamp", "Hall", "new", "2.0", false), (lamp.Device.Name, lamp.Device.Label, lamp.Device.Room, lamp.Device.Did, lamp.Device.Firmware, lamp.IsOnline));
        Assert.Equal(Light.Properties.Length, lamp.States.Length);
        Assert.Equal((PropertyValue.FromInteger(80), ValueOrigin.Restored), (lamp.States[1].Value, lamp.States[1].Origin));
        Assert.Equal(["old"], _hub.Snapshot.Found.Select(found => found.Did));
        Assert.All(_hub.Snapshot.Automations, entry => Assert.Equal(DocumentStatus.Active, entry.Status));

        // The new one speaks for the name now, and the old one does not.
        _hub.Report("new", Twin, ("light.brightness", PropertyValue.FromInteger(20)));
        var refused = _hub.Report("old", Light, ("light.brightness", PropertyValue.FromInteger(90)));
        Assert.Equal(PropertyValue.FromInteger(20), Lamp().States[1].Value);
        Assert.Contains(refused, output => output is HubOutput.Refused { Message.Rejection.Reason: RejectionReason.UnknownDevice });
        _hub.Set("hall-lamp", Twin, "light.on", TestHub.On);
        Assert.Equal("new", _hub.LastCommand.Device.Did);
    }

    [Fact]
    public void Replace_ALesserLamp_ForgetsValuesThatMeanNothingNow()
    {
        _hub.Announce("new", Dimmer);

        var outputs = _hub.Step(new HubInput.Replace("hall-lamp", "new", "lin", AcceptsBreaks: true));

        var replaced = outputs.OfType<HubOutput.DeviceReplaced>().Single();
        Assert.Equal(["light.brightness", "light.mode"], replaced.LostValues.Order(StringComparer.Ordinal));
        Assert.False(Lamp().States[1].Value.HasValue);
        Assert.Equal(TestHub.On, Lamp().States[0].Value);
        Assert.Equal(replaced.States.AsEnumerable(), Lamp().States.AsEnumerable());
        Assert.Equal(("old", "lin"), (replaced.Previous!.Did, replaced.Previous.By));
    }

    [Fact]
    public void Replace_HardwareThatWentAway_DoesNotJoinByItself()
    {
        var hub = new TestHub();
        hub.Join("old", "light");
        var other = new TestHub(new HubLoopOptions { AdoptsAnnounced = true, Devices = new DeviceLimits { DevicesMax = 1 } });
        other.Join("old", "light");
        other.Announce("new", Twin);
        Assert.True(other.Ask(new HubInput.Replace("old", "new", "lin", false)).Accepted);

        other.Announce("old", Light);

        Assert.Equal(["old"], other.Snapshot.Devices.Select(device => device.Device.Name));
        Assert.Equal(["old"], other.Snapshot.Found.Select(found => found.Did));
        Assert.Equal(["old"], other.Snapshot.Retired.AsEnumerable());
    }

    [Fact]
    public void Undo_AReplacement_BindsTheFormerHardwareAgain()
    {
        _hub.Announce("new", Dimmer);
        _hub.Ask(new HubInput.Replace("hall-lamp", "new", "lin", true));

        var outputs = _hub.Step(new HubInput.UndoReplace("hall-lamp", "lin"));

        Assert.True(outputs.OfType<HubOutput.Answered>().Single().Answer.Accepted);
        Assert.Null(outputs.OfType<HubOutput.DeviceReplaced>().Single().Previous);
        Assert.Equal(("old", "1.0", Light.Type.Text), (Lamp().Device.Did, Lamp().Device.Firmware, Lamp().Device.Contract.Type.Text));
        Assert.All(_hub.Snapshot.Automations, entry => Assert.Equal(DocumentStatus.Active, entry.Status));
        Assert.Equal(["new"], _hub.Snapshot.Found.Select(found => found.Did));
        Assert.Empty(_hub.Snapshot.Previous);
        Assert.Equal("replace.none", _hub.Ask(new HubInput.UndoReplace("hall-lamp", "lin")).ErrorCode);
        _hub.Report("old", Light, ("light.brightness", PropertyValue.FromInteger(33)));
        Assert.Equal(PropertyValue.FromInteger(33), Lamp().States[1].Value);
    }

    [Fact]
    public void Undo_HardwareThatIsPartOfTheHomeElsewhere_IsRefused()
    {
        _hub.Announce("new", Twin);
        _hub.Ask(new HubInput.Replace("hall-lamp", "new", "lin", false));
        Assert.True(_hub.Ask(new HubInput.Adopt("old", "cellar-lamp", null, null)).Accepted);

        Assert.Equal("replace.taken", _hub.Ask(new HubInput.UndoReplace("hall-lamp", "lin")).ErrorCode);

        _hub.Ask(new HubInput.Retire("cellar-lamp"));
        Assert.True(_hub.Ask(new HubInput.UndoReplace("hall-lamp", "lin")).Accepted);
    }

    [Fact]
    public void Undo_AfterARestart_StillFindsTheFormerHardware()
    {
        var stored = StoredHome.Empty with
        {
            Devices = [new StoredDevice("hall-lamp", "Hall lamp", "Hall", "new", Twin.Type.Text, null, null, TestHub.Noon)],
            Retired = ["old"],
            Previous = [new PreviousBinding("hall-lamp", "old", Light.Type.Text, "1.0", null, TestHub.Noon, "lin")],
        };
        var hub = new TestHub();
        hub.Loop.Restore(stored, type => type == Twin.Type.Text ? Twin : type == Light.Type.Text ? Light : null, TestHub.Noon);

        Assert.True(hub.Ask(new HubInput.UndoReplace("hall-lamp", "lin")).Accepted);

        Assert.Equal(("old", "1.0"), (hub.Snapshot.Devices.Single().Device.Did, hub.Snapshot.Devices.Single().Device.Firmware));
    }

    [Fact]
    public void Undo_AContractThatIsGone_IsRefused()
    {
        var stored = StoredHome.Empty with
        {
            Devices = [new StoredDevice("hall-lamp", "Hall lamp", "Hall", "new", Twin.Type.Text, null, null, TestHub.Noon)],
            Previous = [new PreviousBinding("hall-lamp", "old", Light.Type.Text, null, null, TestHub.Noon, "lin")],
        };
        var hub = new TestHub();
        hub.Loop.Restore(stored, type => type == Twin.Type.Text ? Twin : null, TestHub.Noon);

        Assert.Equal("device.contract", hub.Ask(new HubInput.UndoReplace("hall-lamp", "lin")).ErrorCode);
    }

    [Theory]
    [InlineData("attic-lamp", "new", "device.unknown")]
    [InlineData("hall-lamp", "nobody", "device.not-found")]
    [InlineData("hall-lamp", "old", "replace.same")]
    [InlineData("hall-lamp", "second", "device.adopted")]
    [InlineData("hall-lamp", "strange", "device.contract")]
    public void Replace_WhatCannotBe_IsRefusedWithItsReason(string device, string did, string code)
    {
        _hub.Announce("new", Twin);
        _hub.Announce("second", Twin);
        _hub.Ask(new HubInput.Adopt("second", null, null, null));
        _hub.Step(new HubInput.FromDevice(new DeviceAnnounced("strange", new AnnounceMessage("urn:nobody:device:thing:1"), null)));

        Assert.Equal(code, _hub.Ask(new HubInput.PreviewReplace(device, did)).ErrorCode);
        Assert.Equal(code, _hub.Ask(new HubInput.Replace(device, did, "lin", true)).ErrorCode);
    }

    [Fact]
    public void Retire_AReplacedDevice_LeavesNothingToTakeBack()
    {
        _hub.Announce("new", Twin);
        _hub.Ask(new HubInput.Replace("hall-lamp", "new", "lin", false));

        _hub.Ask(new HubInput.Retire("hall-lamp"));

        Assert.Empty(_hub.Snapshot.Previous);
        Assert.Equal("device.unknown", _hub.Ask(new HubInput.UndoReplace("hall-lamp", "lin")).ErrorCode);
    }

    private static DeviceContract Version(int version, Func<string, string> change)
    {
        var text = System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(IotHub.Testing.RepositoryRoot.Path("firmware-contracts", "contracts", "light.json")));
        var parsed = ContractParser.Parse(System.Text.Encoding.UTF8.GetBytes(change(text.Replace(":iothub-light:1\"", $":iothub-light:{version}\"", StringComparison.Ordinal))), "light.json");
        Assert.Empty(parsed.Diagnostics);
        return parsed.Contract!;
    }

    private void Put(string id, string json)
    {
        var answer = _hub.PutAutomation(id, json);
        Assert.True(answer.Accepted, answer.Message + string.Join(' ', answer.Diagnostics));
    }

    private DeviceSnapshot Lamp() => _hub.Snapshot.Devices.Single(device => device.Device.Name == "hall-lamp");
}
