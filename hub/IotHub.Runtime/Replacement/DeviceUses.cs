using System.Collections.Immutable;
using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Devices.State;

namespace IotHub.Runtime.Replacement;

/// <summary>Finds the automations and scenes that use a device: what would wait for it when it leaves.</summary>
public static class DeviceUses
{
    /// <summary>Those of the documents that use the device, in their order.</summary>
    /// <param name="documents">Automations and scenes.</param>
    /// <param name="home">The home that they stand in.</param>
    /// <param name="device">The device's name.</param>
    public static ImmutableArray<WrittenDocument> Of(IEnumerable<WrittenDocument> documents, IHomeView home, string device) =>
        [.. documents.Where(document => UsesOf(document, home)?.Any(use => use.Device == device) ?? document.Text.Contains($"\"{device}/", StringComparison.Ordinal))];

    // One that waits for another device, or has errors, has no plan to ask: then its text tells.
    private static IReadOnlySet<(string Device, Contracts.Comparison.ContractNodeKind Kind, string Address)>? UsesOf(WrittenDocument document, IHomeView home)
    {
        var text = Encoding.UTF8.GetBytes(document.Text);
        return document.IsScene
            ? SceneCompiler.Compile(text, document.Id, home).Plan is { } scene ? PlanUses.Of(scene) : null
            : AutomationCompiler.Compile(text, document.Id, home).Plan is { } automation ? PlanUses.Of(automation) : null;
    }
}
