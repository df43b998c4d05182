using System.Globalization;
using System.Text.Json.Nodes;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>One setting that the cloud may change while the hub runs: its name, what it may be, and what is in force.</summary>
public sealed class DesiredSetting
{
    private readonly JsonValue _own;
    private readonly Func<JsonValue, JsonValue?> _read;
    private readonly Action<JsonValue> _apply;

    private DesiredSetting(string name, string expected, JsonValue own, Func<JsonValue, JsonValue?> read, Action<JsonValue> apply)
    {
        (Name, Expected, _own, _read, _apply) = (name, expected, own, read, apply);
        InForce = own;
    }

    /// <summary>Its name at the top of the twin's desired properties.</summary>
    public string Name { get; }

    /// <summary>What it may be, in words that go on after "expected".</summary>
    public string Expected { get; }

    /// <summary>What is in force: the hub's own until the cloud changes it.</summary>
    public JsonValue InForce { get; private set; }

    /// <summary>Whether the hub's own is in force.</summary>
    public bool IsOwn => ReferenceEquals(InForce, _own);

    /// <summary>A setting that is a whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="min">The least it may be.</param>
    /// <param name="max">The most it may be.</param>
    /// <param name="own">What the hub's own settings say. It may lie out of these bounds.</param>
    /// <param name="apply">Puts a number in force; it must not throw.</param>
    public static DesiredSetting Number(string name, int min, int max, int own, Action<int> apply) => new(
        name,
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"),
        JsonValue.Create(own),
        value => value.TryGetValue<int>(out var number) && number >= min && number <= max ? JsonValue.Create(number) : null,
        value => apply(value.GetValue<int>()));

    /// <summary>A setting that is one of some words, in small letters.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="words">What it may be.</param>
    /// <param name="own">What the hub's own settings say.</param>
    /// <param name="apply">Puts a word in force; it must not throw.</param>
    public static DesiredSetting Word(string name, IReadOnlyList<string> words, string own, Action<string> apply) => new(
        name,
        "one of " + string.Join(", ", words),
        JsonValue.Create(own),
        value => value.TryGetValue<string>(out var word) && words.Contains(word, StringComparer.Ordinal) ? JsonValue.Create(word) : null,
        value => apply(value.GetValue<string>()));

    /// <summary>What a desired value means for this setting; null where it is of the wrong type or out of bounds.</summary>
    internal JsonValue? Read(JsonNode desired) => desired is JsonValue value ? _read(value) : null;

    /// <summary>Puts a value in force that <see cref="Read"/> returned; null for the hub's own.</summary>
    internal void Apply(JsonValue? value)
    {
        InForce = value ?? _own;
        _apply(InForce);
    }
}
