using System.Text;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Devices.Registry;
using IotHub.Runtime;

namespace IotHub.Api.Tests.Confirmation;

/// <summary>A home that can be opened: a gate that asks for one value, a lock that asks for an action.</summary>
internal static class GuardedHome
{
    public static readonly DeviceContract Contract = ContractParser.Parse(
        Encoding.UTF8.GetBytes("""
        {
          "type": "urn:miot-spec-v2:device:gate:0000A0FF:test-gate:1", "description": "A gate",
          "services": [{
            "iid": 2, "type": "urn:miot-spec-v2:service:gate:00007801:test-gate:1", "description": "Gate",
            "properties": [
              { "iid": 1, "type": "urn:miot-spec-v2:property:target:00000001:test-gate:1", "description": "Where it goes", "format": "uint8", "access": ["read", "write", "notify"],
                "value-list": [{ "value": 0, "description": "Closed" }, { "value": 1, "description": "Open" }, { "value": 2, "description": "Ajar" }], "confirm": [1, 2] },
              { "iid": 2, "type": "urn:miot-spec-v2:property:light:00000002:test-gate:1", "description": "Light", "format": "bool", "access": ["read", "write", "notify"] }
            ],
            "actions": [
              { "iid": 1, "type": "urn:miot-spec-v2:action:unlock:00000001:test-gate:1", "description": "Unlock the gate", "in": [], "out": [] },
              { "iid": 2, "type": "urn:miot-spec-v2:action:lock:00000002:test-gate:1", "description": "Lock the gate", "in": [], "out": [] }
            ]
          }]
        }
        """),
        "gate.json").Contract!;

    public static readonly Device Gate = new()
    {
        Name = "gate",
        Label = "Garden gate",
        Room = "Garden",
        Did = "gate-1",
        Contract = Contract,
        AdoptedAt = SampleHome.Start,
    };

    public static HubSnapshot Snapshot() => SampleHome.Snapshot() with
    {
        Devices = [new DeviceSnapshot(Gate, true, SampleHome.Start, [default, default]), .. SampleHome.Snapshot().Devices],
        Scenes =
        [
            Scene("arrive", """{"name":"Arrive","set":{"gate/gate.target":1,"gate/gate.light":true}}"""),
            Scene("leave", """{"name":"Leave","set":{"gate/gate.target":0}}"""),
        ],
        Automations =
        [
            Automation("visitor", """{"name":"Visitor","triggers":[{"property":"gate/gate.light","becomes":true}],"actions":[{"if":{"property":"gate/gate.light","is":true},"then":[{"call":"gate/gate.unlock"}]},{"scene":"arrive"}]}"""),
            Automation("night", """{"name":"Night","triggers":[{"property":"gate/gate.light","becomes":false}],"actions":[{"call":"gate/gate.lock"},{"scene":"leave"}]}"""),
        ],
    };

    private static SceneEntry Scene(string id, string text) => new(id, id, string.Empty, text, 1, "local", SampleHome.Start, DocumentStatus.Active, []);

    private static AutomationEntry Automation(string id, string text) => new(id, id, text, 1, true, "local", SampleHome.Start, DocumentStatus.Active, [], null);
}
