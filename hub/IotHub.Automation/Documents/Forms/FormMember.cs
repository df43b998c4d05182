namespace IotHub.Automation.Documents.Forms;

/// <summary>A member that an object may have.</summary>
/// <param name="Name">As written.</param>
/// <param name="Type">What it may hold.</param>
/// <param name="Meaning">One line for an editor.</param>
internal sealed record FormMember(string Name, FormType Type, string Meaning)
{
    /// <summary>True when the object cannot do without.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What holds where it is left out, as JSON; null where there is nothing to say.</summary>
    public string? Default { get; init; }
}
