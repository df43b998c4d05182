using System.Collections.Frozen;
using System.Collections.Immutable;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Labels;

/// <summary>What a contract's parts are called, in several languages, in the form in which public contracts have it. Immutable.</summary>
public sealed class ContractLabels
{
    private readonly FrozenDictionary<string, FrozenDictionary<LabelKey, string>> _byLanguage;

    internal ContractLabels(Urn type, ImmutableArray<string> languages, IReadOnlyDictionary<string, FrozenDictionary<LabelKey, string>> byLanguage)
    {
        Type = type;
        Languages = languages;
        _byLanguage = byLanguage.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>No labels at all: every text is the contract's own description, or its name.</summary>
    public static ContractLabels None { get; } = new(new Urn(string.Empty, string.Empty, "device", string.Empty, string.Empty, string.Empty, null, string.Empty), [], ImmutableDictionary<string, FrozenDictionary<LabelKey, string>>.Empty);

    /// <summary>The device that they are for.</summary>
    public Urn Type { get; }

    /// <summary>The languages at hand, <c>en</c>, <c>zh_cn</c>, in the order of the file.</summary>
    public ImmutableArray<string> Languages { get; }

    /// <summary>Reads labels. Never throws for what the document holds.</summary>
    /// <param name="utf8Json">The document; it must not change while this runs.</param>
    /// <param name="source">What the document is called in messages, a file name.</param>
    /// <param name="find">Finds the contract of a URN, to say which labels name what the contract does not have; null to leave that out.</param>
    public static LabelsParseResult Parse(ReadOnlyMemory<byte> utf8Json, string source, Func<Urn, DeviceContract?>? find = null) =>
        LabelsReader.Read(utf8Json, source, find);

    /// <summary>The texts in a language.</summary>
    /// <param name="language">In any usual spelling: <c>zh</c>, <c>zh-CN</c>, <c>zh_cn</c>, <c>zh-Hans</c>; null for the common one.</param>
    public LabelTexts In(string? language)
    {
        var order = LanguageTags.Order(language, Languages);
        return new LabelTexts(order.IsEmpty ? null : order[0], [.. order.Select(tag => _byLanguage[tag])]);
    }

    /// <summary>True when a language, or a related one, is among these.</summary>
    /// <param name="language">In any usual spelling.</param>
    public bool Speaks(string language) => LanguageTags.IsServed(language, Languages);

    /// <summary>These, and from others the languages that these lack.</summary>
    public ContractLabels Add(ContractLabels others)
    {
        ImmutableArray<string> added = [.. others.Languages.Except(Languages)];
        return added.IsEmpty
            ? this
            : new ContractLabels(Type, [.. Languages, .. added], _byLanguage.Concat(others._byLanguage.Where(pair => added.Contains(pair.Key))).ToDictionary());
    }
}
