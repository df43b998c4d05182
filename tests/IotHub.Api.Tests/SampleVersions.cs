using System.Collections.Immutable;
using IotHub.Runtime.Storing;

namespace IotHub.Api.Tests;

/// <summary>Three versions of the automation evening, and the two of a scene that was deleted and made anew.</summary>
internal sealed class SampleVersions : IDocumentVersions
{
    public const string First = """{ "triggers": [ { "time": "20:00" } ], "actions": [ { "set": { "hall-lamp/light.on": true } } ] }""";

    public const string Second = """{ "triggers": [ { "time": "20:30" } ], "actions": [ { "set": { "hall-lamp/light.on": true } } ] }""";

    public ValueTask<ImmutableArray<StoredDocument>> VersionsAsync(DocumentKind kind, string id, CancellationToken cancellationToken) => ValueTask.FromResult<ImmutableArray<StoredDocument>>((kind, id) switch
    {
        (DocumentKind.Automation, "evening") => [Version(id, 2, Second), Version(id, 1, First)],
        (DocumentKind.Scene, "gone") => [Version(id, 1, "{}")],
        _ => [],
    });

    private static StoredDocument Version(string id, int number, string text) => new(id, text, number, false, "anna", SampleHome.Start.AddDays(number));
}
