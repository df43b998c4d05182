using System.Runtime.InteropServices;
using IotHub.Automation.Documents;
using IotHub.Contracts.Json;

namespace IotHub.Insights.Catalogue;

/// <summary>Reads the model: a square of signed bytes.</summary>
internal static class ModelReader
{
    /// <summary>Says what its parts say together that cannot be.</summary>
    public static void Check(JsonNodeAt root, DocumentFaults faults)
    {
        if (root.Get("model") is not { Kind: System.Text.Json.JsonValueKind.Object } model)
        {
            return;
        }

        var items = model.List("items");
        if (model.Get("popularity") is { } popularity && popularity.Items.Length != items.Length)
        {
            faults.Error(popularity, "model.size", $"\"popularity\" has {popularity.Items.Length} entries for {items.Length} items.");
        }

        foreach (var twice in items.GroupBy(item => item.Text, StringComparer.Ordinal).Where(group => group.Key is not null && group.Count() > 1))
        {
            faults.Error(twice.ElementAt(1), "model.item.duplicate", $"\"{twice.Key}\" has two rows.", "Remove one of the two.");
        }

        if (model.Get("weights") is not { Text: { } text } weights || !System.Buffers.Text.Base64.IsValid(text, out var length))
        {
            return;
        }

        if (length != items.Length * items.Length)
        {
            faults.Error(weights, "model.size", $"\"weights\" holds {length} bytes; {items.Length} items need {items.Length * items.Length}.");
            return;
        }

        var bytes = Convert.FromBase64String(text);
        for (var item = 0; item < items.Length; item++)
        {
            if (bytes[(item * items.Length) + item] != 0)
            {
                faults.Error(weights, "model.diagonal", $"The weight of \"{items[item].Text}\" for itself is not 0.");
                return;
            }
        }
    }

    /// <summary>The checked model; null where there is none.</summary>
    public static CategoryModel? Read(JsonNodeAt root)
    {
        if (root.Get("model") is not { } model)
        {
            return null;
        }

        var bytes = Convert.FromBase64String(model.TextOf("weights") ?? string.Empty);
        var popularity = model.List("popularity").Select(item => item.TryGetInt64(out var count) ? (int)count : 0);
        return new CategoryModel(model.TextOf("version") ?? string.Empty, model.TextOf("trainedOn") ?? string.Empty, model.Texts("items"), model.Number("scale") ?? 0,
            [.. MemoryMarshal.Cast<byte, sbyte>(bytes)], [.. popularity]);
    }
}
