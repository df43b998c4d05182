namespace IotHub.Runtime.Storing;

/// <summary>What a document is; the numbers stand in the database and never change.</summary>
public enum DocumentKind
{
    /// <summary>An automation.</summary>
    Automation = 0,

    /// <summary>A scene.</summary>
    Scene = 1,

    /// <summary>A person of the home.</summary>
    Person = 2,

    /// <summary>A template of automations.</summary>
    Template = 3,

    /// <summary>How the home is arranged on the screen; there is one, with the id <c>home</c>.</summary>
    Arrangement = 4,
}
