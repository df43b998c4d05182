using System.Diagnostics.CodeAnalysis;
using System.Text;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Insights.Recommendations;

namespace IotHub.Insights.Tests.Recommendations;

public sealed class HomeSceneReaderTests
{
    [Theory]
    [InlineData("""{"set": {"lamp/light.on": true}}""", "", false)]
    [InlineData("""{"set": {"lamp/light.on": true, "gone/light.on": true}}""", "", true)]
    [InlineData("""{"devices": {"kind": "curtain", "set": {"curtain.target-position": 0}}}""", "curtain", false)]
    [InlineData("""{"devices": [{"kind": "light", "set": {"light.on": true}}, {"kind": ["curtain", "airer"], "set": {"x.on": 1}}]}""", "airer|curtain", false)]
    [InlineData("""{"devices": {"kind": ["curtain", "light"], "set": {"x.on": 1}}}""", "", false)]
    [InlineData("""{"actions": [{"set": {"light.on": true}, "devices": {"kind": "lock"}}, {"set": {"lock.on": true}, "devices": {"kind": "lock"}}]}""", "lock", false)]
    [InlineData("""{"triggers": [{"property": "gone/light.on", "becomes": true}], "actions": []}""", "", true)]
    [InlineData("""{"triggers": [{"device": ["lamp", "gone"], "becomes": "unavailable"}], "actions": []}""", "", true)]
    [InlineData("""{"triggers": [{"property": {"each": "motion-sensor.motion-state", "kind": "motion-sensor"}, "becomes": true}], "actions": []}""", "motion-sensor", false)]
    public void Read_Document_SaysWhatIsMissing(string json, string lacks, bool namesUnknown)
    {
        Assert.True(PositionedJson.TryParse(Encoding.UTF8.GetBytes(json), 16, out var root, out _));

        var scene = HomeSceneReader.Read("night", "Good night", root, new OneLamp());

        Assert.Equal(lacks, string.Join(';', scene.Lacks.Select(any => string.Join('|', any))));
        Assert.Equal(namesUnknown, scene.NamesUnknown);
    }

    private sealed class OneLamp : IHomeView
    {
        private readonly Device _lamp = new() { Name = "lamp", Label = "Lamp", Room = "Hall", Did = "1", Contract = SampleFiles.Contracts["light"], AdoptedAt = DateTimeOffset.UnixEpoch };

        public IEnumerable<Device> Devices => [_lamp];

        public bool TryGetDevice(string name, [NotNullWhen(true)] out Device? device) => (device = name == "lamp" ? _lamp : null) is not null;

        public PropertyState GetState(Device device, ContractProperty property) => default;

        public bool IsOnline(Device device) => true;
    }
}
