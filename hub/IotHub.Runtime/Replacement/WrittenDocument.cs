using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Replacement;

/// <summary>An automation or a scene as written.</summary>
/// <param name="IsScene">True for a scene, false for an automation.</param>
/// <param name="Id">Its id.</param>
/// <param name="Text">The JSON document.</param>
public sealed record WrittenDocument(bool IsScene, string Id, string Text)
{
    /// <summary>All documents of a stored home, automations first.</summary>
    public static IEnumerable<WrittenDocument> Of(StoredHome home) =>
        home.Automations.Select(stored => new WrittenDocument(false, stored.Id, stored.Text)).Concat(home.Scenes.Select(stored => new WrittenDocument(true, stored.Id, stored.Text)));

    /// <summary>True where the text may name a device. A text with escapes may write a name in other letters, so that it always may.</summary>
    public static bool MayName(string text, string device) =>
        text.Contains($"{device}/", StringComparison.Ordinal) || MayNameDocument(text, device);

    /// <summary>True where the text may name another document, or a device by its name alone.</summary>
    public static bool MayNameDocument(string text, string id) => text.Contains($"\"{id}\"", StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal);
}
