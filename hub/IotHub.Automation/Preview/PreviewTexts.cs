using System.Collections.Immutable;
using IotHub.Automation.Engine;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Preview;

/// <summary>What would have left the hub, in words: the same for the same, so that two versions can be compared by it.</summary>
internal static class PreviewTexts
{
    public static string Set(string device, ImmutableArray<PropertyReading> values) =>
        string.Join(", ", values.Select(value => $"{device}/{value.Property.Key} = {EngineTexts.Quote(value.Value)}"));

    public static string Call(string device, string action, ImmutableArray<PropertyReading> arguments) => arguments.IsDefaultOrEmpty
        ? $"{device}/{action}"
        : $"{device}/{action} with {string.Join(", ", arguments.Select(argument => $"{argument.Property.Key} = {EngineTexts.Quote(argument.Value)}"))}";

    public static string Notice(EngineEffect.Notify notify) =>
        $"{(notify.To.IsDefaultOrEmpty ? "everyone" : string.Join(", ", notify.To))}: {(notify.Title.Length == 0 ? string.Empty : notify.Title + " | ")}{notify.Message}";

    public static string Request(EngineEffect.Request request) => $"{request.Method} {request.Url}{(request.Body is null ? string.Empty : " " + request.Body)}";

    public static string Message(EngineEffect.Publish publish) => $"{publish.Topic}: {publish.Payload}{(publish.Retain ? " (retained)" : string.Empty)}";
}
