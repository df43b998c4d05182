namespace IotHub.Host.Commands;

/// <summary>Lines for a terminal.</summary>
internal static class CommandText
{
    /// <summary>A line without what a terminal obeys: contracts and documents are written by strangers.</summary>
    public static string Line(string text) => text.Any(letter => char.IsControl(letter) || IsDirection(letter))
        ? string.Concat(text.Select(letter => char.IsControl(letter) || IsDirection(letter) ? '\uFFFD' : letter))
        : text;

    private static bool IsDirection(char letter) => letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
