namespace IotHub.Storage.Writer;

/// <summary>What a document is; the numbers stand in the database and never change.</summary>
public enum DocumentKind
{
    /// <summary>An automation.</summary>
    Automation = 0,

    /// <summary>A scene.</summary>
    Scene = 1,
}
