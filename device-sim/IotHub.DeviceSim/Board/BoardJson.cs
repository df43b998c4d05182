using System.Text.Json;
using System.Text.Json.Serialization;

namespace IotHub.DeviceSim.Board;

/// <summary>How the hub's answers about its board are read, and what is asked of it is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BoardLine[]))]
[JsonSerializable(typeof(BoardControl[]))]
[JsonSerializable(typeof(BoardPress))]
[JsonSerializable(typeof(BoardBounce))]
[JsonSerializable(typeof(BoardKeyPress))]
[JsonSerializable(typeof(BoardTurn))]
[JsonSerializable(typeof(BoardTrouble))]
internal sealed partial class BoardJson : JsonSerializerContext;

internal sealed record BoardPress(int? Milliseconds, int? Bounces);

internal sealed record BoardBounce(bool? Level, int? Bounces, int? Milliseconds);

internal sealed record BoardKeyPress(string? Key, int? Milliseconds);

internal sealed record BoardTurn(string? Axis, int Steps);

/// <summary>What an answer says that is an error.</summary>
internal sealed record BoardTrouble(string? Code, string? Detail);
