using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Recommendations.Training;

/// <summary>Makes one byte of each weight, with one scale for all: nothing is left out, since cutting small weights costs more than rounding them.</summary>
public static class Quantisation
{
    /// <summary>Makes the model that ships.</summary>
    /// <param name="model">A model with weights.</param>
    /// <param name="rows">What it was trained on; gives names and popularity.</param>
    /// <param name="version">Names it in every item shown.</param>
    /// <param name="trainedOn">What it was learned from, in words.</param>
    public static CategoryModel Quantise(ItemModel model, OwnershipRows rows, string version, string trainedOn)
    {
        var largest = model.Weights.Max(Math.Abs);
        var scale = largest > 0 ? largest / sbyte.MaxValue : 1;
        return new CategoryModel(version, trainedOn, rows.Items, scale, [.. model.Weights.Select(weight => (sbyte)Math.Round(weight / scale, MidpointRounding.ToEven))], rows.Counts());
    }

    /// <summary>The model as it ranks after it shipped, to measure what rounding costs.</summary>
    public static ItemModel Restore(CategoryModel shipped) =>
        new("int8", shipped.Items.Length, [.. shipped.Weights.Select(weight => weight * shipped.Scale)], []);
}
