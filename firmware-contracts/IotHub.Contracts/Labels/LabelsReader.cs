using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Labels;

/// <summary>Reads a file of labels. What is wrong is named with its place and left out; only a file without any label is refused.</summary>
internal sealed class LabelsReader
{
    private static readonly string[] Members = ["urn", "data"];

    private readonly FaultList _faults = new("labels");
    private readonly Func<Urn, DeviceContract?>? _find;
    private HashSet<LabelKey>? _known;

    private LabelsReader(Func<Urn, DeviceContract?>? find) => _find = find;

    public static LabelsParseResult Read(ReadOnlyMemory<byte> utf8Json, string source, Func<Urn, DeviceContract?>? find)
    {
        if (utf8Json.Length > LabelLimits.BytesMax)
        {
            return new LabelsParseResult(null, [new Diagnostic(DiagnosticSeverity.Error, "labels.limit.bytes", string.Empty, 1, 1,
                $"{source} has {utf8Json.Length} bytes; labels may have at most {LabelLimits.BytesMax}.")]);
        }

        if (!PositionedJson.TryParse(utf8Json, LabelLimits.DepthMax, out var root, out var fault))
        {
            return new LabelsParseResult(null, [fault]);
        }

        var reader = new LabelsReader(find);
        var labels = reader.ReadRoot(root);
        return new LabelsParseResult(reader._faults.HasError ? null : labels, reader._faults.ToImmutable());
    }

    private ContractLabels? ReadRoot(JsonNodeAt root)
    {
        if (root.Kind != JsonValueKind.Object || !root.TryGet("data", out var data) || data.Kind != JsonValueKind.Object)
        {
            _faults.Error(root, "labels.not-labels", $"Found {root.Describe()} without texts; expected {{\"urn\": \"urn:…\", \"data\": {{\"en\": {{…}}}}}}.");
            return null;
        }

        NodeReading.CheckMembers(root, Members, _faults);
        if (!root.TryGet("urn", out var urn) || !UrnParser.TryParse(urn.Text, out var type))
        {
            _faults.Error(urn ?? root, "labels.urn", $"Found {(urn is null ? "nothing" : urn.Describe())} as \"urn\"; expected the URN of the device that the labels are for.");
            return null;
        }

        if (data.Properties.Length > LabelLimits.LanguagesMax)
        {
            _faults.Error(data, "labels.limit.languages", $"The labels have {data.Properties.Length} languages; at most {LabelLimits.LanguagesMax} are allowed.");
            return null;
        }

        FindContract(type, urn);
        var languages = ImmutableArray.CreateBuilder<string>(data.Properties.Length);
        var byLanguage = new Dictionary<string, FrozenDictionary<LabelKey, string>>(StringComparer.Ordinal);
        foreach (var member in data.Properties)
        {
            var language = LanguageTags.Normalise(member.Name);
            if (!IsLanguage(language))
            {
                _faults.Warning(member.Value, "labels.language", $"\"{JsonNodeAt.Cut(member.Name)}\" is not a language like en or zh_cn; its texts are left out.");
            }
            else if (byLanguage.ContainsKey(language))
            {
                _faults.Warning(member.Value, "labels.language.duplicate", $"The language {language} occurs twice; the first one is used.");
            }
            else if (ReadLanguage(member.Value, language) is { Count: > 0 } texts)
            {
                byLanguage.Add(language, texts);
                languages.Add(language);
            }
        }

        return new ContractLabels(type, languages.DrainToImmutable(), byLanguage);
    }

    private void FindContract(Urn type, JsonNodeAt urn)
    {
        if (_find?.Invoke(type) is { } contract)
        {
            _known = ListKeys(contract);
        }
        else if (_find is not null)
        {
            _faults.Warning(urn, "labels.no-contract", $"There is no contract {type.Text}; its labels are kept for one that may come.");
        }
    }

    private FrozenDictionary<LabelKey, string>? ReadLanguage(JsonNodeAt texts, string language)
    {
        if (texts.Kind != JsonValueKind.Object)
        {
            _faults.Warning(texts, "labels.texts.type", $"Found {texts.Describe()} as the texts of {language}; expected an object of keys and texts. It is left out.");
            return null;
        }

        if (texts.Properties.Length > LabelLimits.TextsPerLanguageMax)
        {
            _faults.Error(texts, "labels.limit.texts", $"The language {language} has {texts.Properties.Length} texts; at most {LabelLimits.TextsPerLanguageMax} are allowed.");
            return null;
        }

        var found = new Dictionary<LabelKey, string>();
        foreach (var member in texts.Properties)
        {
            if (!LabelKey.TryParse(member.Name, out var key))
            {
                _faults.Information(member.Value, "labels.key.unknown", $"\"{JsonNodeAt.Cut(member.Name)}\" names no part of a device and is ignored.");
            }
            else if (ReadText(member.Value) is { } text && !found.TryAdd(key.Value, text))
            {
                _faults.Warning(member.Value, "labels.key.duplicate", $"{key} occurs twice in {language}; the first one is used.");
            }
            else if (_known is not null && !_known.Contains(key.Value))
            {
                _faults.Warning(member.Value, "labels.key.no-node", $"The contract has no {key}.");
            }
        }

        return found.ToFrozenDictionary();
    }

    /// <summary>The text without what a screen cannot show; null where there is none to show.</summary>
    private string? ReadText(JsonNodeAt value)
    {
        if (value.Kind is not (JsonValueKind.String or JsonValueKind.Null))
        {
            _faults.Warning(value, "labels.text.type", $"Found {value.Describe()} as a label; expected text. It is left out.");
        }

        return NodeReading.ShowableText(value, LabelLimits.TextLengthMax, "labels", _faults) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
    }

    private static HashSet<LabelKey> ListKeys(DeviceContract contract)
    {
        var keys = new HashSet<LabelKey> { new(LabelTarget.Device), new(LabelTarget.About) };
        foreach (var service in contract.Services)
        {
            keys.Add(new LabelKey(LabelTarget.Service, service.Iid));
            keys.UnionWith(service.Actions.Select(action => new LabelKey(LabelTarget.Action, service.Iid, action.Iid)));
            keys.UnionWith(service.Events.Select(deviceEvent => new LabelKey(LabelTarget.Event, service.Iid, deviceEvent.Iid)));
            foreach (var property in service.Properties)
            {
                keys.Add(new LabelKey(LabelTarget.Property, service.Iid, property.Iid));
                keys.UnionWith(property.ValueList.Select(entry => new LabelKey(LabelTarget.Value, service.Iid, property.Iid, entry.Position)));
            }
        }

        return keys;
    }

    private static bool IsLanguage(string tag) => tag.Length is >= 2 and <= 35 && tag.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');
}
