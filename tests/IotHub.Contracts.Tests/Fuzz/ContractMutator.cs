using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace IotHub.Contracts.Tests.Fuzz;

/// <summary>Changes a contract in ways that reach deep: most mutants are still JSON of nearly the right shape, with something inside that is not meant.</summary>
internal sealed class ContractMutator(Random random)
{
    private static readonly string[] Hostile =
    [
        "", " ", "../../etc/passwd", "urn:::::::", "urn:x:device:..:1", new('x', 3000), "a\u0000b", "\u202Egnp.exe", "🏠🏠", "e\u0301", "-0", "1e308", "NaN", "null", "温度", "%00", "${jndi:x}",
    ];

    private static readonly string[] Literals =
    [
        "null", "true", "false", "0", "-1", "1", "255", "256", "65536", "2147483647", "2147483648", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
        "18446744073709551615", "1e308", "-1e-308", "0.1", "[]", "{}", "[[]]", "[null]", "{\"a\":1}", "[1,2]", "[5,1,1]", "[0,1,0]", "[0,0,1]", "[\"0\",\"9\",\"1\"]",
    ];

    private static readonly string[] Names =
    [
        "iid", "type", "description", "services", "properties", "actions", "events", "format", "access", "unit", "value-range", "value-list", "max-length", "in", "out", "arguments",
        "report-interval", "consumable", "signal", "confirm", "value", "gatt-access", "source", "x",
    ];

    private static readonly string[] Formats = ["bool", "uint8", "int8", "uint64", "int64", "float", "string", "hex", "uint24", "BOOL"];

    /// <summary>A mutant; the bytes of it may be damaged too.</summary>
    public byte[] Mutate(byte[] original)
    {
        var root = JsonNode.Parse(original)!;
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            Change(PickContainer(root));
        }

        var bytes = Encoding.UTF8.GetBytes(root.ToJsonString());
        return random.Next(12) switch
        {
            0 => bytes[..random.Next(bytes.Length)],
            1 => Flip(bytes),
            2 => [0xEF, 0xBB, 0xBF, .. bytes],
            _ => bytes,
        };
    }

    private JsonNode PickContainer(JsonNode node)
    {
        while (true)
        {
            var inner = Children(node).Where(child => child is JsonObject or JsonArray).ToList();
            if (inner.Count == 0 || random.Next(6) == 0)
            {
                return node;
            }

            node = inner[random.Next(inner.Count)]!;
        }
    }

    private void Change(JsonNode container)
    {
        if (container is JsonArray list)
        {
            ChangeList(list);
        }
        else if (container is JsonObject members)
        {
            ChangeMembers(members);
        }
    }

    private void ChangeList(JsonArray list)
    {
        var at = list.Count == 0 ? 0 : random.Next(list.Count);
        switch (random.Next(6))
        {
            case 0 when list.Count > 0:
                list.RemoveAt(at);
                break;
            case 1 when list.Count > 0:
                // Twins have the same numbers and names.
                for (var copies = random.Next(1, 20); copies > 0; copies--)
                {
                    list.Add(list[at]?.DeepClone());
                }

                break;
            case 2 when list.Count > 0:
                list[at] = Value();
                break;
            case 3 when list.Count > 1:
                var moved = list[at];
                list.RemoveAt(at);
                list.Insert(random.Next(list.Count + 1), moved);
                break;
            default:
                list.Insert(at, Value());
                break;
        }
    }

    private void ChangeMembers(JsonObject members)
    {
        var name = members.Count == 0 || random.Next(3) == 0 ? Names[random.Next(Names.Length)] : members.ElementAt(random.Next(members.Count)).Key;
        switch (random.Next(6))
        {
            case 0:
                members.Remove(name);
                break;
            case 1:
                members["format"] = Formats[random.Next(Formats.Length)];
                break;
            case 2 when members.ContainsKey("type"):
                members["type"] = "urn:" + string.Join(':', Enumerable.Range(0, random.Next(9)).Select(_ => Hostile[random.Next(Hostile.Length)]));
                break;
            case 3:
                members["iid"] = random.Next(-1, 4);
                break;
            default:
                members[name] = Value();
                break;
        }
    }

    private JsonNode? Value() => random.Next(4) switch
    {
        0 => JsonValue.Create(Hostile[random.Next(Hostile.Length)]),
        1 => JsonValue.Create(random.Next(-5, 300).ToString(CultureInfo.InvariantCulture)),
        2 => JsonValue.Create(random.NextDouble() * 100),
        _ => JsonNode.Parse(Literals[random.Next(Literals.Length)]),
    };

    private byte[] Flip(byte[] bytes)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    private static IEnumerable<JsonNode?> Children(JsonNode node) => node switch
    {
        JsonObject members => members.Select(member => member.Value),
        JsonArray list => list,
        _ => [],
    };
}
