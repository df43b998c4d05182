using System.Globalization;
using IotHub.Contracts.Json;

namespace IotHub.Gpio.Wiring.Forms;

/// <summary>The members of one object, checked against its form. Asking for one that is not there gives what it is otherwise.</summary>
internal sealed class FormValues(JsonNodeAt node, WiringForm form, IReadOnlyDictionary<string, JsonNodeAt> members)
{
    public JsonNodeAt Node => node;

    public WiringForm Form => form;

    public JsonNodeAt At(string name) => members.TryGetValue(name, out var member) ? member : node;

    public bool Has(string name) => members.ContainsKey(name);

    /// <summary>The text, or a number's digits; null where it is not there.</summary>
    public string? Text(string name) => members.TryGetValue(name, out var member)
        ? member.Text ?? (member.TryGetInt64(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null)
        : null;

    public bool Flag(string name, bool otherwise) => members.TryGetValue(name, out var member) && member.TryGetBoolean(out var value) ? value : otherwise;

    public double Number(string name, double otherwise) => members.TryGetValue(name, out var member) && member.TryGetNumber(out var value) ? value : otherwise;

    public TimeSpan? Time(string name) => members.TryGetValue(name, out var member) && WiringDuration.TryParse(member.Text ?? string.Empty, out var time) ? time : null;

    public IEnumerable<JsonMemberAt> Members(string name) => members.TryGetValue(name, out var member) ? member.Properties : [];

    public IEnumerable<JsonNodeAt> Items(string name) => members.TryGetValue(name, out var member) ? member.Items : [];
}
