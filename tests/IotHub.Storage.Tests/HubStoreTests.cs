using System.Collections.Immutable;
using IotHub.Contracts.Values;
using IotHub.Devices.State;
using IotHub.Runtime;
using IotHub.Runtime.Replacement;
using IotHub.Runtime.Storing;
using static IotHub.Storage.Tests.StoreFixture;

namespace IotHub.Storage.Tests;

public sealed class HubStoreTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public static TheoryData<string, int> Values => new()
    {
        { "bool", 0 }, { "bool", 1 }, { "int", 0 }, { "int", 1 }, { "uint", 0 }, { "number", 0 }, { "number", 1 }, { "number", 2 }, { "number", 3 },
        { "text", 0 }, { "text", 1 }, { "text", 2 }, { "text", 3 }, { "text", 4 }, { "text", 5 },
    };

    [Fact]
    public async Task LoadAsync_NewFolder_IsAnEmptyHomeWhoseFirstCauseIsOne()
    {
        await using var store = await _fixture.OpenAsync();

        var home = await store.LoadAsync(CancellationToken.None);

        Assert.Equal(1, home.NextCauseId);
        Assert.Empty(home.Devices);
        Assert.Empty(home.Values);
        Assert.Empty(home.Automations);
        Assert.Empty(home.Scenes);
        Assert.Empty(store.SetAside);
        Assert.Empty(_fixture.Log.Entries);
    }

    [Fact]
    public async Task LoadAsync_RetiredHardware_IsKeptUntilItIsAdoptedAndBounded()
    {
        var options = _fixture.Options with { RetiredMax = 2 };
        await using (var store = await _fixture.OpenAsync(options))
        {
            await store.WriteAsync([new HubOutput.DeviceSaved(Lamp), new HubOutput.DeviceRetired(Lamp), new HubOutput.DeviceRetired(Speaker)], CancellationToken.None);
        }

        await using (var store = await _fixture.OpenAsync(options))
        {
            Assert.Equal<string>(["1001", "1002"], (await store.LoadAsync(CancellationToken.None)).Retired);
            await store.WriteAsync(
                [new HubOutput.DeviceSaved(Lamp), new HubOutput.DeviceRetired(Lamp with { Did = "1003" }), new HubOutput.DeviceRetired(Lamp with { Did = "1004" })],
                CancellationToken.None);
        }

        await using var again = await _fixture.OpenAsync(options);
        Assert.Equal<string>(["1003", "1004"], (await again.LoadAsync(CancellationToken.None)).Retired);
        await again.WriteAsync(new HubSnapshot(Start, [], [], [], [], NoCounters, 7) { Retired = ["1004", "1005"] }, CancellationToken.None);
        Assert.Equal<string>(["1004", "1005"], (await again.LoadAsync(CancellationToken.None)).Retired);
    }

    [Fact]
    public async Task EraseAsync_RetiredDevice_TakesItsHistoryAndNobodyElses()
    {
        await using var store = await _fixture.OpenAsync(_fixture.Options with { TrimRowsPerStep = 100 });
        List<HubOutput> batch = [new HubOutput.DeviceSaved(Lamp), new HubOutput.DeviceSaved(Speaker)];
        for (var i = 1; i <= 250; i++)
        {
            batch.Add(Changed("light.on", PropertyValue.FromBoolean(i % 2 == 0), Start.AddSeconds(i), i));
            batch.Add(Changed("light.on", PropertyValue.FromBoolean(i % 2 == 0), Start.AddSeconds(i), 1_000 + i, Speaker));
        }

        batch.Add(new HubOutput.DeviceRetired(Lamp));
        await store.WriteAsync(batch, CancellationToken.None);

        Assert.Equal(250, await store.EraseAsync("hall-lamp", CancellationToken.None));

        Assert.Empty(await store.History.QueryAsync("hall-lamp", "light.on", Start, Start.AddHours(1), 100, CancellationToken.None));
        Assert.NotEmpty(await store.History.QueryAsync("speaker", "light.on", Start, Start.AddHours(1), 100, CancellationToken.None));
        Assert.Equal(0, await store.EraseAsync("hall-lamp", CancellationToken.None));

        // Still part of the home: its value stays, and new history goes on.
        Assert.Equal(250, await store.EraseAsync("speaker", CancellationToken.None));
        Assert.Single((await store.LoadAsync(CancellationToken.None)).Values);
        await store.WriteAsync([Changed("light.on", PropertyValue.FromBoolean(false), Start.AddHours(2), 2_000, Speaker)], CancellationToken.None);
        Assert.Single(await store.History.QueryAsync("speaker", "light.on", Start, Start.AddHours(3), 100, CancellationToken.None));
    }

    [Fact]
    public async Task LoadAsync_AfterRestart_GivesBackEveryMember()
    {
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync(
                [
                    new HubOutput.DeviceSaved(Speaker),
                    new HubOutput.DeviceSaved(Lamp),
                    new HubOutput.AutomationSaved(AutomationOf("evening", 1, "{\"a\":1}"), true),
                    new HubOutput.AutomationSaved(AutomationOf("evening", 2, "{\"a\":2}", enabled: false, savedAtMinute: 1), true),
                    new HubOutput.SceneSaved(Scene("film", 4, "{}"), true),
                    Changed("light.on", PropertyValue.FromBoolean(false), Start, 5),
                    Changed("light.on", PropertyValue.FromBoolean(true), Start.AddTicks(1), 6, origin: ValueOrigin.Assumed),
                ],
                CancellationToken.None);
        }

        await using var again = await _fixture.OpenAsync();
        var home = await again.LoadAsync(CancellationToken.None);

        Assert.Equal(
            [
                new StoredDevice("hall-lamp", "Hall lamp", "Hall", "1001", Contract.Type.Text, "1.4.2", null, Lamp.AdoptedAt),
                new StoredDevice("speaker", "Lautsprecher ♫", "", "1002", Contract.Type.Text, null, "acme", Lamp.AdoptedAt),
            ],
            home.Devices.ToArray());
        Assert.Equal([new StoredDocument("evening", "{\"a\":2}", 2, false, "anna", Start.AddMinutes(1).AddTicks(7))], home.Automations.ToArray());
        Assert.Equal([new StoredDocument("film", "{}", 4, true, "file", Start)], home.Scenes.ToArray());
        var value = Assert.Single(home.Values);
        Assert.Equal(
            new StoredValue("hall-lamp", "light.on", new PropertyState(PropertyValue.FromBoolean(true), ValueOrigin.Assumed, Start.AddTicks(1), Start.AddTicks(1), 6)),
            value);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task WriteAsync_AnyKindOfValue_ReadsBackExactly(string kind, int index)
    {
        var value = kind switch
        {
            "bool" => PropertyValue.FromBoolean(index == 1),
            "int" => PropertyValue.FromInteger(index == 0 ? long.MinValue : long.MaxValue),
            "uint" => PropertyValue.FromUnsigned(ulong.MaxValue - 1),
            "number" => PropertyValue.FromNumber(new[] { 2.0, 0.1, double.Epsilon, -double.MaxValue }[index]),
            _ => PropertyValue.FromText(new[] { "", "12", "grün 🌿", "a\0b", "half \uD800 pair", "\0\0\0" }[index]),
        };
        await using var store = await _fixture.OpenAsync();

        await store.WriteAsync([new HubOutput.DeviceSaved(Lamp), Changed("light.text", value, Start, 9)], CancellationToken.None);

        var home = await store.LoadAsync(CancellationToken.None);
        Assert.Equal(value, Assert.Single(home.Values).State.Value);
        var points = await store.History.QueryAsync("hall-lamp", "light.text", Start, Start.AddTicks(1), 2, CancellationToken.None);
        Assert.Equal(new HistoryPoint(Start, value, 9), Assert.Single(points));
    }

    [Fact]
    public async Task LoadAsync_AfterACrash_NeverGivesACauseIdAgain()
    {
        var options = _fixture.Options with { CauseIdBlock = 1_000 };
        await using (var store = await _fixture.OpenAsync(options))
        {
            Assert.Equal(1, (await store.LoadAsync(CancellationToken.None)).NextCauseId);
        }

        await using (var store = await _fixture.OpenAsync(options))
        {
            Assert.Equal(1_001, (await store.LoadAsync(CancellationToken.None)).NextCauseId);
            await store.WriteAsync([Changed("light.on", PropertyValue.FromBoolean(true), Start, 1_700)], CancellationToken.None);
        }

        await using var last = await _fixture.OpenAsync(options);
        Assert.Equal(2_701, (await last.LoadAsync(CancellationToken.None)).NextCauseId);
    }

    [Fact]
    public async Task WriteAsync_DeviceReplaced_KeepsNameHistoryAndWhatCanBeTakenBackOverARestart()
    {
        var after = Lamp with { Did = "2001", Firmware = "2.0" };
        var previous = new PreviousBinding(Lamp.Name, Lamp.Did, Lamp.Contract.Type.Text, Lamp.Firmware, Lamp.Maker, Start.AddTicks(7), "anna");
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync([new HubOutput.DeviceSaved(Lamp), Changed("light.mode", PropertyValue.FromInteger(1), Start, 1), Changed("light.on", PropertyValue.FromBoolean(true), Start, 2)], CancellationToken.None);
            await store.WriteAsync([new HubOutput.DeviceReplaced(Lamp, after, [], ["light.mode"], previous, Start)], CancellationToken.None);
        }

        await using (var store = await _fixture.OpenAsync())
        {
            var home = await store.LoadAsync(CancellationToken.None);

            Assert.Equal(("hall-lamp", "2001", "2.0"), (home.Devices.Single().Name, home.Devices.Single().Did, home.Devices.Single().Firmware));
            Assert.Equal([previous], home.Previous.AsEnumerable());
            Assert.Equal([Lamp.Did], home.Retired.AsEnumerable());
            Assert.Equal(["light.on"], home.Values.Select(value => value.Property));
            Assert.Single(await store.History.QueryAsync("hall-lamp", "light.mode", Start, Start.AddDays(1), 10, CancellationToken.None));
            await store.WriteAsync([new HubOutput.DeviceReplaced(after, Lamp, [], [], null, Start)], CancellationToken.None);
        }

        await using (var store = await _fixture.OpenAsync())
        {
            var home = await store.LoadAsync(CancellationToken.None);

            Assert.Equal((Lamp.Did, "2001"), (home.Devices.Single().Did, home.Retired.Single()));
            Assert.Empty(home.Previous);
        }
    }

    [Fact]
    public async Task Read_AHomeThatAHubHasOpen_SeesWhatIsKeptAndWritesNothing()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([new HubOutput.DeviceSaved(Lamp), new HubOutput.AutomationSaved(AutomationOf("a", 1, "{}"), true), new HubOutput.SceneSaved(Scene("s", 1, "{}"), true)], CancellationToken.None);

        var home = StoredHomeReader.Read(_fixture.Folder);

        Assert.Equal(("hall-lamp", "a", "s"), (home.Devices.Single().Name, home.Automations.Single().Id, home.Scenes.Single().Id));
        Assert.Throws<StoreException>(() => StoredHomeReader.Read(Path.Combine(_fixture.Folder, "none")));
    }

    [Fact]
    public async Task WriteAsync_SnapshotAndRetirement_LeaveNothingOfOldBindings()
    {
        var previous = new PreviousBinding(Lamp.Name, "9", Lamp.Contract.Type.Text, null, null, Start, "anna");
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([new HubOutput.DeviceReplaced(Lamp, Lamp with { Did = "8" }, [], [], previous, Start)], CancellationToken.None);
        Assert.Single((await store.LoadAsync(CancellationToken.None)).Previous);

        await store.WriteAsync([new HubOutput.DeviceRetired(Lamp)], CancellationToken.None);

        Assert.Empty((await store.LoadAsync(CancellationToken.None)).Previous);
    }

    [Fact]
    public async Task WriteAsync_DeviceRetired_TakesDeviceAndLastValuesButNotHistory()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([new HubOutput.DeviceSaved(Lamp), Changed("light.on", PropertyValue.FromBoolean(true), Start, 1)], CancellationToken.None);

        await store.WriteAsync([new HubOutput.DeviceRetired(Lamp)], CancellationToken.None);

        var home = await store.LoadAsync(CancellationToken.None);
        Assert.Empty(home.Devices);
        Assert.Empty(home.Values);
        Assert.Single(await store.History.QueryAsync("hall-lamp", "light.on", Start, Start.AddDays(1), 10, CancellationToken.None));
    }

    [Fact]
    public async Task WriteAsync_OnlyStatusChanged_MakesNoNewVersion()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([new HubOutput.AutomationSaved(AutomationOf("a", 1, "{}"), true)], CancellationToken.None);

        await store.WriteAsync([new HubOutput.AutomationSaved(AutomationOf("a", 1, "{}", enabled: false), false)], CancellationToken.None);

        var version = Assert.Single(await store.VersionsAsync("a", CancellationToken.None));
        Assert.False(version.Enabled);
        Assert.False(Assert.Single((await store.LoadAsync(CancellationToken.None)).Automations).Enabled);
    }

    [Fact]
    public async Task VersionsAsync_RemovedAndMadeAnew_KeepsTheOldOnes()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync(
            [
                new HubOutput.AutomationSaved(AutomationOf("a", 1, "one"), true),
                new HubOutput.AutomationSaved(AutomationOf("a", 2, "two", savedAtMinute: 1), true),
                new HubOutput.AutomationRemoved("a"),
                new HubOutput.AutomationSaved(AutomationOf("a", 1, "new one", savedAtMinute: 2), true),
            ],
            CancellationToken.None);

        var versions = await store.VersionsAsync("a", CancellationToken.None);

        Assert.Equal(["new one", "two", "one"], versions.Select(version => version.Text));
        Assert.Equal([true, false, false], versions.Select(version => version.Enabled));
    }

    [Fact]
    public async Task WriteAsync_SameBatchTwice_LeavesOneOfEach()
    {
        HubOutput[] batch = [new HubOutput.DeviceSaved(Lamp), new HubOutput.AutomationSaved(AutomationOf("a", 1, "{}"), true), Changed("light.on", PropertyValue.FromBoolean(true), Start, 1)];
        await using var store = await _fixture.OpenAsync();

        await store.WriteAsync(batch, CancellationToken.None);
        await store.WriteAsync(batch, CancellationToken.None);

        Assert.Single(await store.VersionsAsync("a", CancellationToken.None));
        Assert.Single(await store.History.QueryAsync("hall-lamp", "light.on", Start, Start.AddDays(1), 10, CancellationToken.None));
    }

    [Fact]
    public async Task WriteAsync_Snapshot_MakesTheHomeWhatItSays()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync(
            [
                new HubOutput.DeviceSaved(Lamp), new HubOutput.DeviceSaved(Speaker), new HubOutput.AutomationSaved(AutomationOf("gone", 1, "{}"), true),
                new HubOutput.AutomationSaved(AutomationOf("a", 1, "old"), true), new HubOutput.SceneSaved(Scene("s", 1, "{}"), true),
                Changed("light.on", PropertyValue.FromBoolean(true), Start, 1), Changed("light.text", PropertyValue.FromText("x"), Start, 2),
            ],
            CancellationToken.None);
        var states = new PropertyState[5];
        states[0] = new PropertyState(PropertyValue.FromBoolean(false), ValueOrigin.Reported, Start.AddMinutes(5), Start.AddMinutes(6), 40);
        var snapshot = new HubSnapshot(
            Start.AddMinutes(7), [new DeviceSnapshot(Lamp with { Label = "New" }, true, Start, [.. states])], [],
            [AutomationOf("a", 3, "new", savedAtMinute: 3)], [], NoCounters, 41);

        await store.WriteAsync(snapshot, CancellationToken.None);

        var home = await store.LoadAsync(CancellationToken.None);
        Assert.Equal("New", Assert.Single(home.Devices).Label);
        Assert.Equal(new StoredValue("hall-lamp", "light.on", states[0]), Assert.Single(home.Values));
        Assert.Equal((3, "new"), home.Automations.Select(entry => (entry.Version, entry.Text)).Single());
        Assert.Empty(home.Scenes);
        Assert.Equal(["new", "old"], (await store.VersionsAsync("a", CancellationToken.None)).Select(version => version.Text));

        // The change that never arrived stands in history, once.
        await store.WriteAsync(snapshot, CancellationToken.None);
        var points = await store.History.QueryAsync("hall-lamp", "light.on", Start, Start.AddDays(1), 10, CancellationToken.None);
        Assert.Equal([1, 40], points.Select(point => point.CauseId));
    }

    [Fact]
    public async Task DecisionsAsync_MoreThanTheBound_KeepsTheNewest()
    {
        await using var store = await _fixture.OpenAsync(_fixture.Options with { DecisionsMax = 100 });

        for (var i = 0; i < 3; i++)
        {
            await store.WriteAsync([.. Enumerable.Range((i * 50) + 2, 50).Select(cause => Decided(cause, cause % 2 == 0 ? "even" : "odd"))], CancellationToken.None);
        }

        var all = await store.DecisionsAsync(null, 1_000, CancellationToken.None);
        Assert.Equal(100, all.Length);
        Assert.Equal(Decided(151, "odd").Decision, all[0]);
        Assert.Equal([150, 148], (await store.DecisionsAsync("even", 2, CancellationToken.None)).Select(decision => decision.Cause.Id));
    }

    public void Dispose()
    {
        _fixture.Log.AssertNoErrors();
        _fixture.Dispose();
    }

    [Fact]
    public async Task WriteAsync_Arrangement_IsBackWithItsVersionsAndAfterASnapshot()
    {
        var kept = Saved(2, "{2}");
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync([Saved(1, "{1}"), kept], CancellationToken.None);
        }

        await using (var again = await _fixture.OpenAsync())
        {
            Assert.Equal(["home:2:{2}"], (await again.LoadAsync(CancellationToken.None)).Arrangements.Select(stored => $"{stored.Id}:{stored.Version}:{stored.Text}"));
            Assert.Equal([2, 1], (await again.VersionsAsync(DocumentKind.Arrangement, "home", CancellationToken.None)).Select(stored => stored.Version));
            await again.WriteAsync(Snapshot([kept.Entry]), CancellationToken.None);
            Assert.Single((await again.LoadAsync(CancellationToken.None)).Arrangements);
            await again.WriteAsync(Snapshot([]), CancellationToken.None);
        }

        await using var last = await _fixture.OpenAsync();
        Assert.Empty((await last.LoadAsync(CancellationToken.None)).Arrangements);

        static HubSnapshot Snapshot(ImmutableArray<DocumentEntry> documents) => new(Start, [], [], [], [], NoCounters, 1) { Documents = documents };

        static HubOutput.DocumentSaved Saved(int version, string text) =>
            new(new DocumentEntry(DocumentKind.Arrangement, "home", "home", text, version, "lin", Start.AddMinutes(version), DocumentStatus.Active, []), true);
    }

    [Fact]
    public async Task WriteAsync_PeopleAndTemplates_AreBackWithTheirVersions()
    {
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync(
                [Saved(DocumentKind.Person, "anna", 1, "{1}"), Saved(DocumentKind.Person, "anna", 2, "{2}"), Saved(DocumentKind.Template, "anna", 1, "{t}"), Saved(DocumentKind.Person, "ben", 1, "{b}")],
                CancellationToken.None);
            await store.WriteAsync([new HubOutput.DocumentRemoved(DocumentKind.Person, "ben")], CancellationToken.None);
        }

        await using var again = await _fixture.OpenAsync();
        var home = await again.LoadAsync(CancellationToken.None);

        Assert.Equal(["anna:2:{2}"], home.People.Select(stored => $"{stored.Id}:{stored.Version}:{stored.Text}"));
        Assert.Equal(["anna:1:{t}"], home.Templates.Select(stored => $"{stored.Id}:{stored.Version}:{stored.Text}"));
        Assert.Equal([2, 1], (await again.VersionsAsync(DocumentKind.Person, "anna", CancellationToken.None)).Select(stored => stored.Version));
        Assert.Single(await again.VersionsAsync(DocumentKind.Person, "ben", CancellationToken.None));

        static HubOutput.DocumentSaved Saved(DocumentKind kind, string id, int version, string text) =>
            new(new DocumentEntry(kind, id, id, text, version, "lin", Start.AddMinutes(version), DocumentStatus.Active, []), true);
    }
}
