using System.Collections.Immutable;
using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Comparison;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Runtime.Replacement;

/// <summary>Compiles automations and scenes against the home as it is and as it would be, and says what becomes of each.</summary>
public static class DocumentForecasts
{
    /// <summary>What becomes of every document that names one of the devices.</summary>
    /// <param name="documents">All documents of the home.</param>
    /// <param name="home">The home as it is.</param>
    /// <param name="devices">The devices as they are.</param>
    /// <param name="contract">The contract that they would have.</param>
    /// <param name="cover">How the nodes of their present contract fare in it.</param>
    public static ImmutableArray<DocumentForecast> Of(
        IEnumerable<WrittenDocument> documents, IHomeView home, IReadOnlyCollection<Device> devices, DeviceContract contract, CoverResult cover)
    {
        var after = new HomeWith(home, devices.ToDictionary(device => device.Name, device => device with { Contract = contract }, StringComparer.Ordinal));
        var names = devices.Select(device => device.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. documents
                .Where(document => names.Any(name => WrittenDocument.MayName(document.Text, name)))
                .Select(document => Foresee(document, home, after, names, cover))
                .OfType<DocumentForecast>(),
        ];
    }

    private static DocumentForecast? Foresee(WrittenDocument document, IHomeView home, HomeWith after, HashSet<string> devices, CoverResult cover)
    {
        var (now, then) = (Compile(document, home), Compile(document, after));
        var uses = UsesOf(document, now, then, devices, cover);
        var isTouched = !uses.IsEmpty || now.IsRight != then.IsRight || !now.Diagnostics.SequenceEqual(then.Diagnostics);
        if (!isTouched)
        {
            return null;
        }

        ImmutableArray<Diagnostic> news = [.. then.Diagnostics.Except(now.Diagnostics)];
        var fate = (now.IsRight, then.IsRight) switch
        {
            (true, false) => DocumentFate.Broken,
            (false, true) => DocumentFate.Mended,
            (false, false) => DocumentFate.StillBroken,
            _ => news.IsEmpty && uses.All(node => node.Verdict == CoverVerdict.Kept) ? DocumentFate.Kept : DocumentFate.Changed,
        };
        return new DocumentForecast(document.IsScene, document.Id, then.Name ?? document.Id, fate, uses, then.IsRight ? news : then.Diagnostics);
    }

    private static ImmutableArray<CoverNode> UsesOf(WrittenDocument document, Compiled now, Compiled then, HashSet<string> devices, CoverResult cover)
    {
        if ((now.Uses ?? then.Uses) is { } known)
        {
            return
            [
                .. known.Where(use => devices.Contains(use.Device)).Select(use => (use.Kind, use.Address)).Distinct()
                    .Select(use => cover.Find(use.Kind, use.Address)).OfType<CoverNode>().OrderBy(node => node.Address, StringComparer.Ordinal),
            ];
        }

        // It waits for another device, or has errors, so that there is no plan to ask: what its text names will do.
        return [.. cover.Nodes.Where(node => devices.Any(name => document.Text.Contains($"{name}/{node.Address}\"", StringComparison.Ordinal)))];
    }

    private static Compiled Compile(WrittenDocument document, IHomeView home)
    {
        var text = Encoding.UTF8.GetBytes(document.Text);
        if (document.IsScene)
        {
            var scene = SceneCompiler.Compile(text, document.Id, home);
            return new Compiled(scene.Document?.Name, scene.Plan is not null || scene.IsWaitingForDevices, scene.Diagnostics, scene.Plan is { } values ? PlanUses.Of(values) : null);
        }

        var automation = AutomationCompiler.Compile(text, document.Id, home);
        return new Compiled(
            automation.Document?.Name, automation.Plan is not null || automation.IsWaitingForDevices, automation.Diagnostics, automation.Plan is { } plan ? PlanUses.Of(plan) : null);
    }

    private sealed record Compiled(
        string? Name, bool IsRight, ImmutableArray<Diagnostic> Diagnostics, IReadOnlySet<(string Device, ContractNodeKind Kind, string Address)>? Uses);
}
