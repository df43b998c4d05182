using System.Text;
using IotHub.Runtime.Arranging;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Tests;

/// <summary>How the home is arranged: the document, and the order that comes of it.</summary>
public sealed class ArrangementTests
{
    private const string Text = """
        { "floors": [ { "name": "Up", "rooms": [ { "name": "Bath", "devices": ["b2", "gone", "b1"] }, { "name": "Attic" } ] }, { "name": "Down", "rooms": [] } ],
          "rooms": [ { "name": "Yard", "devices": [] }, { "name": "", "devices": ["z"] } ] }
        """;

    [Fact]
    public void Order_DevicesOfTheHome_AsArrangedThenByNameAndThoseWithoutRoomLast()
    {
        var (arrangement, faults) = ArrangementReader.Read(Encoding.UTF8.GetBytes(Text));
        var hub = new TestHub();
        foreach (var (name, room) in new[] { ("a", ""), ("b1", "Bath"), ("b2", "Bath"), ("b0", "Bath"), ("k", "Kitchen"), ("y", "Yard"), ("c", "Cellar"), ("z", "") })
        {
            hub.Step(new HubInput.FromDevice(new IotHub.Devices.DeviceAnnounced(name, new IotHub.Contracts.Messages.AnnounceMessage(TestHub.Contract("light").Type.Text, Room: room), TestHub.Contract("light"))));
        }

        var devices = hub.Snapshot.Devices.Select(one => one.Device).ToArray();

        Assert.Empty(faults);
        Assert.Equal(["b2", "b1", "b0", "y", "c", "k", "z", "a"], arrangement!.Order(devices).Select(device => device.Name));
        Assert.Equal(["Bath", "Yard", "Cellar", "Kitchen", ""], arrangement.OrderRooms(devices).ToArray());
        Assert.Equal(["Cellar", "Kitchen", ""], HomeArrangement.None.OrderRooms(devices.Where(device => device.Room is "Kitchen" or "Cellar" or "")).ToArray());
    }

    [Theory]
    [InlineData("""{ "floors": [ { "name": "Up" }, { "name": "up" } ] }""", "arrangement.twice", "/floors/1")]
    [InlineData("""{ "floors": [ { "name": "Up", "rooms": [ { "name": "Hall" } ] } ], "rooms": [ { "name": "Hall" } ] }""", "arrangement.twice", "/rooms/0")]
    [InlineData("""{ "rooms": [ { "name": "Hall", "devices": ["a", "a"] } ] }""", "arrangement.twice", "/rooms/0/devices/1")]
    [InlineData("""{ "rooms": [ { "name": "Hall", "devices": ["A lamp"] } ] }""", "arrangement.device", "/rooms/0/devices/0")]
    [InlineData("""{ "rooms": [ { "name": " Hall" } ] }""", "arrangement.name", "/rooms/0/name")]
    [InlineData("""{ "floors": [ { "name": "" } ] }""", "arrangement.name", "/floors/0")]
    [InlineData("""{ "floors": [ { "name": "Up", "rooms": [ { "name": "" } ] } ] }""", "arrangement.name", "/floors/0/rooms/0")]
    [InlineData("""{ "rooms": [ { } ] }""", "arrangement.name", "/rooms/0")]
    [InlineData("""{ "rooms": {} }""", "arrangement.type", "/rooms")]
    [InlineData("""{ "levels": [] }""", "arrangement.member", "/levels")]
    [InlineData("[]", "arrangement.type", "")]
    public void Read_Fault_IsNamedWithItsPlace(string text, string code, string path)
    {
        var (arrangement, faults) = ArrangementReader.Read(Encoding.UTF8.GetBytes(text));

        Assert.Null(arrangement);
        Assert.Equal((code, path), (Assert.Single(faults).Code, faults[0].Path));
    }

    [Theory]
    [InlineData(ArrangementLimits.FloorsMax, 0, 0, true)]
    [InlineData(ArrangementLimits.FloorsMax + 1, 0, 0, false)]
    [InlineData(0, ArrangementLimits.RoomsMax, 0, true)]
    [InlineData(0, ArrangementLimits.RoomsMax + 1, 0, false)]
    [InlineData(0, 1, ArrangementLimits.DevicesMax, true)]
    [InlineData(0, 1, ArrangementLimits.DevicesMax + 1, false)]
    public void Read_AroundTheBounds_IsTakenUpToThem(int floors, int rooms, int devices, bool isTaken)
    {
        var text = $$"""
            { "floors": [{{string.Join(',', Enumerable.Range(0, floors).Select(i => $$"""{"name":"f{{i}}"}"""))}}],
              "rooms": [{{string.Join(',', Enumerable.Range(0, rooms).Select(i => $$"""{"name":"r{{i}}","devices":[{{string.Join(',', Enumerable.Range(0, devices).Select(j => $"\"d{j}\""))}}]}"""))}}] }
            """;

        Assert.Equal(isTaken, ArrangementReader.Read(Encoding.UTF8.GetBytes(text)).Arrangement is not null);
    }

    [Fact]
    public void Read_ManyFaults_AreListedUpToTheBoundAndCounted()
    {
        var (_, faults) = ArrangementReader.Read(Encoding.UTF8.GetBytes($$"""{ "rooms": [{{string.Join(',', Enumerable.Repeat("1", ArrangementLimits.FaultsMax + 3))}}] }"""));

        Assert.Equal(ArrangementLimits.FaultsMax + 1, faults.Length);
        Assert.Equal("3 further faults are not listed.", faults[^1].Message);
    }

    [Fact]
    public void Step_Arrangement_IsOneDocumentWithVersions()
    {
        var hub = new TestHub();
        Assert.True(hub.Ask(new HubInput.PutDocument(DocumentKind.Arrangement, "home", Text, "lin")).Accepted);
        Assert.True(hub.Ask(new HubInput.PutDocument(DocumentKind.Arrangement, "home", "{}", "lin")).Accepted);

        Assert.Equal("arrangement.id", hub.Ask(new HubInput.PutDocument(DocumentKind.Arrangement, "other", Text, "lin")).ErrorCode);
        Assert.Equal("arrangement.invalid", hub.Ask(new HubInput.PutDocument(DocumentKind.Arrangement, "home", "[]", "lin")).ErrorCode);
        var entry = Assert.Single(hub.Snapshot.Documents);
        Assert.Equal((DocumentKind.Arrangement, "home", 2, "{}"), (entry.Kind, entry.Id, entry.Version, entry.Text));
        Assert.True(hub.Ask(new HubInput.RemoveDocument(DocumentKind.Arrangement, "home")).Accepted);
        Assert.Empty(hub.Snapshot.Documents);
    }

    [Fact]
    public void Restore_Arrangement_IsThereAgain()
    {
        var hub = new TestHub();
        hub.Loop.Restore(StoredHome.Empty with { Arrangements = [new StoredDocument("home", Text, 7, true, "lin", TestHub.Noon)] }, _ => null, TestHub.Noon);

        Assert.Equal((7, Text), (Assert.Single(hub.Snapshot.Documents).Version, hub.Snapshot.Documents[0].Text));
    }
}
