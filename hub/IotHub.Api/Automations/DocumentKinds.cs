using IotHub.Api.Live;
using IotHub.Runtime;
using IotHub.Runtime.Storing;

namespace IotHub.Api.Automations;

/// <summary>A kind of document: where it lives, and how one is saved.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Path">Its folder in addresses and files, <c>automations</c>.</param>
/// <param name="Word">What it is called, <c>automation</c>.</param>
/// <param name="Name">The same in names of operations.</param>
/// <param name="InForce">Id, text, version and time of those in force, in order of ids.</param>
/// <param name="Put">Saves one.</param>
internal sealed record DocumentKinds(
    DocumentKind Kind,
    string Path,
    string Word,
    string Name,
    Func<HomeProjection, IEnumerable<(string Id, string Text, int Version, DateTimeOffset SavedAt)>> InForce,
    Func<string, string, HubInput> Put)
{
    /// <summary>All of them, in the order in which they need each other.</summary>
    public static IReadOnlyList<DocumentKinds> All { get; } =
    [
        new(DocumentKind.Person, "people", "person", "Person", home => home.People.Values.Select(entry => (entry.Id, entry.Text, entry.Version, entry.SavedAt)),
            (id, text) => new HubInput.PutDocument(DocumentKind.Person, id, text, Commander.Actor)),
        new(DocumentKind.Template, "templates", "template", "Template", home => home.Templates.Values.Select(entry => (entry.Id, entry.Text, entry.Version, entry.SavedAt)),
            (id, text) => new HubInput.PutDocument(DocumentKind.Template, id, text, Commander.Actor)),
        new(DocumentKind.Arrangement, "arrangement", "arrangement", "Arrangement", home => home.Arrangement is { } entry ? [(entry.Id, entry.Text, entry.Version, entry.SavedAt)] : [],
            (id, text) => new HubInput.PutDocument(DocumentKind.Arrangement, id, text, Commander.Actor)),
        new(DocumentKind.Scene, "scenes", "scene", "Scene", home => home.Scenes.Values.Select(entry => (entry.Id, entry.Text, entry.Version, entry.SavedAt)),
            (id, text) => new HubInput.PutScene(id, text, Commander.Actor)),
        new(DocumentKind.Automation, "automations", "automation", "Automation", home => home.Automations.Values.Select(entry => (entry.Id, entry.Text, entry.Version, entry.SavedAt)),
            (id, text) => new HubInput.PutAutomation(id, text, Commander.Actor)),
    ];

    /// <summary>The text in force; null where there is none of that id.</summary>
    public (string Text, int Version, DateTimeOffset SavedAt)? Find(HomeProjection home, string id)
    {
        foreach (var found in InForce(home))
        {
            if (found.Id == id)
            {
                return (found.Text, found.Version, found.SavedAt);
            }
        }

        return null;
    }
}
