namespace IotHub.Insights.Recommendations;

/// <summary>Small words of sentences.</summary>
internal static class Words
{
    /// <summary>A name with its English article; by its first letter, so that the issuer of a catalogue chooses names for which that is right.</summary>
    public static string A(string name) => name.Length > 0 && "aeiouAEIOU".Contains(name[0], StringComparison.Ordinal) ? $"an {name}" : $"a {name}";
}
