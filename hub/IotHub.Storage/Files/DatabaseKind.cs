namespace IotHub.Storage.Files;

/// <summary>What the two databases differ in.</summary>
/// <param name="FileName">Name in the data folder.</param>
/// <param name="Migrations">Folder of its migrations.</param>
/// <param name="ApplicationId">Marks the file as ours, so that a database of another program is not taken for one.</param>
/// <param name="Synchronous"><c>FULL</c>: on the card when the write returns. <c>NORMAL</c>: whole after a power cut, but the last seconds may be gone.</param>
/// <param name="AutoVacuum">How freed pages go back to the disk.</param>
/// <param name="Loss">What is gone when the file is set aside, for a person.</param>
internal sealed record DatabaseKind(string FileName, string Migrations, long ApplicationId, string Synchronous, string AutoVacuum, string Loss)
{
    /// <summary>What must not be lost.</summary>
    public static DatabaseKind Hub { get; } = new(
        "hub.db", "Hub", 0x494F5448, "FULL", "NONE", "The home's devices, automations and scenes are not loaded from it: restore a backup, or set them up again.");

    /// <summary>What is many.</summary>
    public static DatabaseKind History { get; } = new(
        "history.db", "History", 0x494F5449, "NORMAL", "INCREMENTAL", "Past values, last values and decisions begin anew; devices, automations and scenes are not touched.");
}
