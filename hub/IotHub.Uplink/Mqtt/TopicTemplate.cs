using System.Collections.Immutable;
using System.Text;
using IotHub.Mqtt.Topics;

namespace IotHub.Uplink.Mqtt;

/// <summary>
/// A topic with places for what an event says: <c>{source}</c>, <c>{type}</c>, <c>{id}</c>, and the fixed <c>{hub}</c> and <c>{tenant}</c>. What is filled in
/// never adds a level or a wildcard: <c>/ + #</c> and control characters become <c>_</c>.
/// </summary>
internal sealed class TopicTemplate
{
    // Brokers of the cloud take less than MQTT's 65,535: 256 bytes is what the narrowest of them takes.
    private const int TopicBytesMax = 256;
    private static readonly string[] Known = ["source", "type", "id", "hub", "tenant"];
    private readonly ImmutableArray<(string Text, string? Field)> _parts;

    private TopicTemplate(ImmutableArray<(string Text, string? Field)> parts) => _parts = parts;

    /// <summary>Whether each event may have a topic of its own, so that a batch is split by topic.</summary>
    public bool IsOfTheEvent => _parts.Any(part => part.Field is "source" or "type" or "id");

    /// <summary>Reads a template.</summary>
    /// <param name="text">As it is written in the settings.</param>
    /// <param name="fault">A sentence that says what is wrong; empty when all is well.</param>
    /// <returns>Null where something is wrong.</returns>
    public static TopicTemplate? Parse(string text, out string fault)
    {
        var parts = ImmutableArray.CreateBuilder<(string, string?)>();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (open >= 0 && close < 0)
            {
                fault = $"Topic is \"{text}\": the brace at character {open + 1} is not closed.";
                return null;
            }

            parts.Add((open < 0 ? text[at..] : text[at..open], null));
            if (open < 0)
            {
                break;
            }

            var field = text[(open + 1)..close];
            if (!Known.Contains(field))
            {
                fault = $"Topic is \"{text}\": {{{field}}} is not known; expected one of {string.Join(", ", Known.Select(name => $"{{{name}}}"))}.";
                return null;
            }

            parts.Add(("", field));
            at = close + 1;
        }

        var template = new TopicTemplate(parts.ToImmutable());
        var sample = template.Fill(new OutboxEvent(1, "id", "source", "type", default), "hub", "tenant");
        fault = TopicName.IsValid(sample) && sample is not ['$', ..] && !text.Contains('}', StringComparison.Ordinal) == !text.Contains('{', StringComparison.Ordinal)
            ? ""
            : $"Topic is \"{text}\": expected a topic without wildcards that does not begin with $, such as mihub/{{hub}}/events/{{type}}.";
        return fault.Length == 0 ? template : null;
    }

    /// <summary>The topic of an event.</summary>
    public string Fill(OutboxEvent item, string hub, string tenant)
    {
        var topic = new StringBuilder();
        foreach (var (text, field) in _parts)
        {
            topic.Append(field switch
            {
                null => text,
                "source" => Clean(item.Source),
                "type" => Clean(item.Type),
                "id" => Clean(item.Id),
                "hub" => Clean(hub),
                _ => Clean(tenant),
            });
        }

        return topic.ToString();
    }

    /// <summary>Whether a topic is within what brokers take.</summary>
    public static bool Fits(string topic) => Encoding.UTF8.GetByteCount(topic) <= TopicBytesMax;

    private static string Clean(string value) =>
        string.Create(value.Length, value, (span, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                span[i] = text[i] is '/' or '+' or '#' || char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '_' : text[i];
            }
        });
}
