using System.Text.Json;

namespace IotHub.Contracts.Json;

/// <summary>What the framework's reader says is wrong, without its advice to programmers.</summary>
internal static class JsonFaultWords
{
    public static string Of(JsonException exception)
    {
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var text = end < 0 ? exception.Message : exception.Message[..end];
        return text.Replace(" Change the reader options.", string.Empty, StringComparison.Ordinal);
    }
}
