using IotHub.Api.Confirmation;

namespace IotHub.Api.Problems;

/// <summary>Why a request was refused (RFC 9457, <c>application/problem+json</c>).</summary>
/// <param name="Type">Stable name of the problem: <c>urn:iothub:problem:</c> and the code.</param>
/// <param name="Title">The kind of problem in a few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">A sentence that names the thing and the place.</param>
/// <param name="Code">Stable, dotted: <c>device.unknown</c>. Apps translate this.</param>
/// <param name="Diagnostics">Faults in a document; absent for anything else.</param>
/// <param name="Confirm">With the code <c>confirm-required</c>: what to ask the person, and what to send the request again with. Absent for anything else.</param>
public sealed record ProblemBody(
    string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<DiagnosticBody>? Diagnostics = null, ConfirmBody? Confirm = null);
