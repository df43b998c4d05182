using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Contracts.Json;

/// <summary>Says in a sentence why a text is not JSON.</summary>
internal static class JsonFaults
{
    public static Diagnostic? CheckEncoding(ReadOnlySpan<byte> text, JsonPositions positions)
    {
        if (text.Trim(" \t\r\n"u8).IsEmpty)
        {
            return At(positions, 0, "json.empty", "The document is empty; expected a JSON value.");
        }

        if (Utf8.IsValid(text))
        {
            return null;
        }

        var offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out var used) == System.Buffers.OperationStatus.Done)
        {
            offset += used;
        }

        return At(positions, offset, "json.encoding", $"The byte 0x{text[offset]:X2} is not UTF-8.", "Save the file as UTF-8.");
    }

    public static Diagnostic HalfCharacter(JsonPositions positions, int offset) =>
        At(positions, offset, "json.encoding", "The text holds an escape that is only half of a character (a lone surrogate).");

    public static Diagnostic Explain(JsonException exception, ReadOnlySpan<byte> text, JsonPositions positions, int depthMax)
    {
        var offset = (int)Math.Clamp(positions.LineStart((exception.LineNumber ?? 0) + 1) + (exception.BytePositionInLine ?? 0), 0, text.Length);
        if (offset >= text.Length)
        {
            return At(positions, text.Length, "json.syntax", "The document ends too early: an object, array or text is not closed.");
        }

        if (text[offset] is (byte)'[' or (byte)'{' && exception.Message.Contains("depth", StringComparison.Ordinal))
        {
            return At(positions, offset, "json.depth", $"The document is nested deeper than {depthMax} levels.");
        }

        var before = text[..offset].TrimEnd(" \t\r\n"u8);
        return text[offset] switch
        {
            (byte)'/' => At(positions, offset, "json.comment", "Comments are not allowed in JSON.", "Remove the comment."),
            (byte)']' or (byte)'}' when before.EndsWith(","u8) =>
                At(positions, before.Length - 1, "json.trailing-comma", "A comma stands after the last element.", "Remove the comma."),
            _ => At(positions, offset, "json.syntax", $"Not valid JSON: {JsonFaultWords.Of(exception)}"),
        };
    }

    private static Diagnostic At(JsonPositions positions, int offset, string code, string message, string? suggestion = null)
    {
        var (line, column) = positions.Locate(offset);
        return new Diagnostic(DiagnosticSeverity.Error, code, string.Empty, line, column, message, suggestion);
    }
}
