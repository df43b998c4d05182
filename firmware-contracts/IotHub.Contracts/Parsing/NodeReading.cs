using System.Buffers;
using System.Collections.Immutable;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using System.Text.Json;

namespace IotHub.Contracts.Parsing;

/// <summary>What devices, services, properties, actions and events have in common.</summary>
internal static class NodeReading
{
    // Line breaks and tabs are harmless and occur. The rest are the control characters, and those that embed or override a direction of writing.
    private static readonly SearchValues<char> Unshowable = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(letter => char.IsControl(letter) && letter is not ('\t' or '\n' or '\r')), .. "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"]);

    // Nobody mistypes a member's name into one longer than this.
    private const int NameComparedMax = 40;

    /// <summary>The member <c>type</c>; where it is missing or no URN, one whose name is <paramref name="fallbackName"/> and whose text is what was found.</summary>
    public static Urn ReadType(JsonNodeAt node, string fallbackName, FaultList faults)
    {
        if (!node.TryGet("type", out var type))
        {
            faults.Warning(node, "contract.type.missing", $"\"type\" is missing; expected a URN. It is called {fallbackName}.");
            return Unnamed(string.Empty, fallbackName);
        }

        if (type.Kind != JsonValueKind.String || !UrnParser.TryParse(type.Text, out var urn))
        {
            faults.Warning(type, "contract.type.invalid", $"Found {type.Describe()}; expected a URN like urn:miot-spec-v2:property:on:00000006:maker-model:1. It is called {fallbackName}.");
            return Unnamed(string.Empty, fallbackName);
        }

        // Templates end after the value; whoever names a product must also say which version.
        if (urn.VendorProduct.Length > 0 && urn.Version is null)
        {
            faults.Warning(type, "contract.type.version", $"The URN {urn.Text} has no version; expected a whole number after {urn.VendorProduct}.", $"{urn.WithoutVersion}:1");
        }

        return urn;
    }

    /// <summary>The member <c>description</c>; empty where it is missing.</summary>
    public static string ReadDescription(JsonNodeAt node, FaultList faults)
    {
        if (!node.TryGet("description", out var description) || description.Kind == JsonValueKind.Null)
        {
            return string.Empty;
        }

        if (description.Text is null)
        {
            faults.Warning(description, "contract.description.type", $"Found {description.Describe()}; expected text. It is left empty.");
        }

        return ShowableText(description, ContractLimits.DescriptionLengthMax, "contract", faults) ?? string.Empty;
    }

    /// <summary>A text as people may see it: what turns a line around or moves a cursor is taken out, what is too long is cut. Null for what is no text.</summary>
    public static string? ShowableText(JsonNodeAt node, int lengthMax, string subject, FaultList faults)
    {
        if (node.Text is not { } text)
        {
            return null;
        }

        if (text.AsSpan().ContainsAny(Unshowable))
        {
            faults.Warning(node, $"{subject}.text.control", "The text holds characters that control a screen or turn a line around; they are taken out.");
            text = string.Concat(text.Where(letter => !Unshowable.Contains(letter)));
        }

        if (text.Length > lengthMax)
        {
            faults.Warning(node, $"{subject}.text.long", $"The text has {text.Length} characters; at most {lengthMax} are shown. It is cut.");
            text = text[..(char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax)];
        }

        return text;
    }

    /// <summary>The objects of an array member; empty where it is missing or null.</summary>
    public static ImmutableArray<JsonNodeAt> ReadObjects(JsonNodeAt node, string name, FaultList faults)
    {
        if (!node.TryGet(name, out var list) || list.Kind == JsonValueKind.Null)
        {
            return [];
        }

        if (list.Kind != JsonValueKind.Array)
        {
            faults.Warning(list, "contract.list.type", $"Found {list.Describe()} as \"{name}\"; expected an array of objects. It is left out.");
            return [];
        }

        foreach (var item in list.Items)
        {
            if (item.Kind != JsonValueKind.Object)
            {
                faults.Warning(item, "contract.item.type", $"Found {item.Describe()} in \"{name}\"; expected an object. It is left out.");
            }
        }

        return [.. list.Items.Where(item => item.Kind == JsonValueKind.Object)];
    }

    /// <summary>Instance ids of siblings, in order: what is missing is numbered after the highest, what repeats is kept.</summary>
    public static ImmutableArray<int> ReadIids(ImmutableArray<JsonNodeAt> siblings, FaultList faults)
    {
        var iids = new int?[siblings.Length];
        var seen = new HashSet<int>();
        for (var i = 0; i < siblings.Length; i++)
        {
            if (!siblings[i].TryGet("iid", out var iid))
            {
                faults.Warning(siblings[i], "contract.iid.missing", "\"iid\" is missing; expected a whole number from 1. The next free one is used.");
            }
            else if (!LenientNumber.TryGetInt64(iid, faults, out var value) || value is < 1 or > int.MaxValue)
            {
                faults.Warning(iid, "contract.iid.invalid", $"Found {iid.Describe()}; expected a whole number from 1. The next free one is used.");
            }
            else
            {
                iids[i] = (int)value;
                if (!seen.Add((int)value))
                {
                    faults.Warning(iid, "contract.iid.duplicate", $"The iid {value} occurs twice; ids among siblings must differ. Both are kept; the first one answers to the number.");
                }
            }
        }

        var result = ImmutableArray.CreateBuilder<int>(siblings.Length);
        var free = 1;
        foreach (var iid in iids)
        {
            while (iid is null && !seen.Add(free))
            {
                free++;
            }

            result.Add(iid ?? free);
        }

        return result.MoveToImmutable();
    }

    /// <summary>Says which members are not part of the form: most often a slip of the pen.</summary>
    public static void CheckMembers(JsonNodeAt node, ReadOnlySpan<string> known, FaultList faults)
    {
        foreach (var member in node.Properties)
        {
            if (!known.Contains(member.Name))
            {
                var nearest = faults.IsFull ? null : Nearest(member.Name, known);
                faults.Information(member.Value, "contract.member.unknown", $"\"{JsonNodeAt.Cut(member.Name)}\" is not known here and is ignored.", nearest is null ? null : $"Did you mean \"{nearest}\"?");
            }
        }
    }

    /// <summary>A URN's name as part of an address: what cannot stand in a topic or a path becomes a hyphen; a point stays between letters, as in <c>pm2.5</c>.</summary>
    public static string KeyOf(Urn type) => string.Create(type.Name.Length, type.Name, (key, name) =>
    {
        for (var i = 0; i < key.Length; i++)
        {
            var isPoint = name[i] == '.' && i > 0 && i < name.Length - 1 && char.IsLetterOrDigit(name[i - 1]) && char.IsLetterOrDigit(name[i + 1]);
            key[i] = char.IsLetterOrDigit(name[i]) || name[i] is '-' or '_' || isPoint ? name[i] : '-';
        }
    });

    private static Urn Unnamed(string text, string name) => new(text, string.Empty, string.Empty, name, string.Empty, string.Empty, null, string.Empty);

    private static string? Nearest(string name, ReadOnlySpan<string> known)
    {
        if (name.Length > NameComparedMax)
        {
            return null;
        }

        string? nearest = null;
        foreach (var candidate in known)
        {
            var plain = name.Replace('_', '-').ToUpperInvariant();
            if (plain.Replace("-", string.Empty, StringComparison.Ordinal) == candidate.ToUpperInvariant().Replace("-", string.Empty, StringComparison.Ordinal)
                || (candidate.Length > 3 && Math.Abs(candidate.Length - name.Length) <= 1 && (candidate.StartsWith(name, StringComparison.Ordinal) || name.StartsWith(candidate, StringComparison.Ordinal))))
            {
                nearest = candidate;
            }
        }

        return nearest;
    }
}
