using System.Text.Json.Serialization;
using IotHub.Api.Problems;

namespace IotHub.Api.Automations;

/// <summary>A version of a document.</summary>
/// <param name="Version">From 1. A document that was deleted and made anew begins at 1 again; a number then means its newest bearer.</param>
/// <param name="SavedBy">Who saved it: a person, or <c>file</c>.</param>
/// <param name="SavedAt">When.</param>
/// <param name="InForce">True for the version that counts now.</param>
/// <param name="Text">The JSON document exactly as written; absent in lists.</param>
public sealed record VersionBody(int Version, string SavedBy, DateTimeOffset SavedAt, bool InForce, string? Text);

/// <summary>What changed from one version to another.</summary>
/// <param name="From">The earlier one; 0 for nothing.</param>
/// <param name="To">The later one.</param>
/// <param name="Changes">Each place, in the order of the later text.</param>
/// <param name="Complete">False where there are more changes than are listed.</param>
public sealed record DifferenceBody(int From, int To, IReadOnlyList<ChangeBody> Changes, bool Complete);

/// <summary>One place that changed.</summary>
/// <param name="Pointer">JSON pointer: in the later version, or in the earlier one where it is gone.</param>
/// <param name="Before">What stood there, as JSON text; absent where it is new.</param>
/// <param name="After">What stands there now, as JSON text; absent where it is gone.</param>
public sealed record ChangeBody(string Pointer, string? Before, string? After);

/// <summary>Which version is wanted back.</summary>
/// <param name="Version">Its number. What it says is saved as a new version, so that nothing is lost.</param>
public sealed record RestoreBody([property: JsonRequired] int Version);

/// <summary>What became of files that were sent.</summary>
/// <param name="Taken">Those that are in force now, or were already: <c>automations/night-light.json</c>.</param>
/// <param name="Refused">Those that were refused; nothing of them was saved.</param>
public sealed record ImportBody(IReadOnlyList<string> Taken, IReadOnlyList<RefusedFileBody> Refused);

/// <summary>A file that was refused.</summary>
/// <param name="File">Its name.</param>
/// <param name="Message">Why.</param>
/// <param name="Diagnostics">Every fault with line and column; empty where it was not even read.</param>
public sealed record RefusedFileBody(string File, string Message, IReadOnlyList<DiagnosticBody> Diagnostics);
