namespace IotHub.Contracts.Model;

/// <summary>
/// A type name of the MIoT-Spec-V2 form <c>urn:namespace:kind:name:value[:vendor-product:version[:suffix]]</c>.
/// Read leniently: what is missing is empty, never an error by itself.
/// </summary>
/// <param name="Text">The text as written.</param>
/// <param name="Namespace">Who defined the type: <c>miot-spec-v2</c> or a vendor's.</param>
/// <param name="Kind"><c>device</c>, <c>service</c>, <c>property</c>, <c>action</c> or <c>event</c>.</param>
/// <param name="Name">Kebab-case name, may contain a dot. The key by which nodes are told apart.</param>
/// <param name="Value">Eight hex digits, compared without case.</param>
/// <param name="VendorProduct">Empty in templates.</param>
/// <param name="Version">Null where the text has none or an empty one.</param>
/// <param name="Suffix">Optional eighth part, empty if absent.</param>
public sealed record Urn(string Text, string Namespace, string Kind, string Name, string Value, string VendorProduct, int? Version, string Suffix)
{
    /// <summary>True for the types of the common specification, false for a vendor's own.</summary>
    public bool IsStandard => Namespace is "miot-spec-v2" or "bluetooth-spec";

    /// <summary>The text up to and including the vendor product: two versions of one product are equal here.</summary>
    public string WithoutVersion => VendorProduct.Length == 0
        ? $"urn:{Namespace}:{Kind}:{Name}:{Value}"
        : $"urn:{Namespace}:{Kind}:{Name}:{Value}:{VendorProduct}";

    /// <summary>The same type under another name; the rest of the text stays.</summary>
    public Urn WithName(string name)
    {
        var parts = Text.Split(':');
        if (parts.Length > 3)
        {
            parts[3] = name;
        }

        return this with { Text = string.Join(':', parts), Name = name };
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
