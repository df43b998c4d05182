using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Model;

namespace IotHub.Insights.Catalogue;

/// <summary>What can be had, as its issuer signed it; checked, immutable, indexed by id.</summary>
public sealed class ProductCatalogue
{
    private readonly FrozenDictionary<string, Partner> _partners;
    private readonly FrozenDictionary<string, ProductCategory> _categories;
    private readonly FrozenDictionary<string, Product> _products;
    private readonly FrozenDictionary<string, ShareRule> _shareRules;
    private readonly FrozenDictionary<string, SceneTemplate> _scenes;
    private readonly FrozenDictionary<string, ProductCategory> _categoryOfDevice;

    internal ProductCatalogue(CatalogueContent content)
    {
        Version = content.Version;
        Issued = content.Issued;
        IsSample = content.IsSample;
        Partners = content.Partners;
        Categories = content.Categories;
        Products = content.Products;
        ShareRules = content.ShareRules;
        Consumables = content.Consumables;
        Scenes = content.Scenes;
        Model = content.Model;
        Showing = content.Showing;
        _partners = Partners.ToFrozenDictionary(partner => partner.Id, StringComparer.Ordinal);
        _categories = Categories.ToFrozenDictionary(category => category.Id, StringComparer.Ordinal);
        _products = Products.ToFrozenDictionary(product => product.Id, StringComparer.Ordinal);
        _shareRules = ShareRules.ToFrozenDictionary(rule => rule.Id, StringComparer.Ordinal);
        _scenes = Scenes.ToFrozenDictionary(scene => scene.Id, StringComparer.Ordinal);
        _categoryOfDevice = Categories.SelectMany(category => category.Devices.Select(device => (device, category)))
            .ToFrozenDictionary(pair => pair.device, pair => pair.category, StringComparer.Ordinal);
    }

    /// <summary>Grows with each issue.</summary>
    public long Version { get; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset Issued { get; }

    /// <summary>True where everything in it is invented.</summary>
    public bool IsSample { get; }

    /// <summary>As written.</summary>
    public ImmutableArray<Partner> Partners { get; }

    /// <summary>As written.</summary>
    public ImmutableArray<ProductCategory> Categories { get; }

    /// <summary>As written.</summary>
    public ImmutableArray<Product> Products { get; }

    /// <summary>As written.</summary>
    public ImmutableArray<ShareRule> ShareRules { get; }

    /// <summary>As written.</summary>
    public ImmutableArray<ConsumableOffer> Consumables { get; }

    /// <summary>As written.</summary>
    public ImmutableArray<SceneTemplate> Scenes { get; }

    /// <summary>The model; null where the catalogue carries none, and only the non-personal list can be made.</summary>
    public CategoryModel? Model { get; }

    /// <summary>How often and how much may be shown.</summary>
    public ShowRules Showing { get; }

    /// <summary>Finds a partner.</summary>
    public bool TryGetPartner(string id, [NotNullWhen(true)] out Partner? partner) => _partners.TryGetValue(id, out partner);

    /// <summary>Finds a category.</summary>
    public bool TryGetCategory(string id, [NotNullWhen(true)] out ProductCategory? category) => _categories.TryGetValue(id, out category);

    /// <summary>Finds a product.</summary>
    public bool TryGetProduct(string id, [NotNullWhen(true)] out Product? product) => _products.TryGetValue(id, out product);

    /// <summary>Finds a rule by which revenue is shared.</summary>
    public bool TryGetShareRule(string id, [NotNullWhen(true)] out ShareRule? rule) => _shareRules.TryGetValue(id, out rule);

    /// <summary>Finds a scene template.</summary>
    public bool TryGetScene(string id, [NotNullWhen(true)] out SceneTemplate? scene) => _scenes.TryGetValue(id, out scene);

    /// <summary>The category of a device: by its exact type where a category names it, else by its kind; null where none does.</summary>
    public ProductCategory? CategoryOf(Urn device) =>
        _categoryOfDevice.TryGetValue(device.WithoutVersion, out var exact) ? exact : _categoryOfDevice.GetValueOrDefault(device.Name);

    /// <summary>What replaces a part of a device; an offer for the exact type goes before one for the kind. Null where there is none.</summary>
    public ConsumableOffer? ConsumableOf(Urn device, string part) =>
        Consumables.FirstOrDefault(offer => offer.Part == part && offer.Devices.Contains(device.WithoutVersion))
        ?? Consumables.FirstOrDefault(offer => offer.Part == part && offer.Devices.Contains(device.Name));
}
