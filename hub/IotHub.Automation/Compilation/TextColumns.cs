using System.Text;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Compilation;

/// <summary>Finds the column of a character of a JSON text, which stands further right the more escapes are before it. A JSON text has no line ends in it.</summary>
internal static class TextColumns
{
    /// <summary>The column in the document, from 1, in Unicode characters.</summary>
    /// <param name="node">The text.</param>
    /// <param name="index">UTF-16 unit of its content, from 0; at and beyond its end, the closing quote.</param>
    public static int Of(JsonNodeAt node, int index)
    {
        var raw = node.RawBytes.Span;
        var column = node.Column + 1;
        var units = 0;
        for (var at = 1; at < raw.Length - 1 && units < index;)
        {
            if (raw[at] == (byte)'\\')
            {
                // \n is two letters, \u00b0 six; either is one unit.
                var length = raw[at + 1] == (byte)'u' ? 6 : 2;
                at += length;
                column += length;
                units++;
                continue;
            }

            Rune.DecodeFromUtf8(raw[at..], out var rune, out var used);
            at += used;
            column++;
            units += rune.Utf16SequenceLength;
        }

        return column;
    }
}
