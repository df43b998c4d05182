using System.Text.Json.Serialization;
using IotHub.Api.Problems;

namespace IotHub.Api.Insights;

/// <summary>A text in the languages of the hub.</summary>
public sealed record TextBody(string En, string Zh);

/// <summary>An amount.</summary>
/// <param name="Minor">In minor units of the currency (cents).</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record MoneyBody([property: JsonRequired] long Minor, [property: JsonRequired] string Currency);

/// <summary>The catalogue in force.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Issued">When it was issued.</param>
/// <param name="Sample">True where everything in it is invented.</param>
/// <param name="Partners">How many partners it has.</param>
/// <param name="Categories">How many categories.</param>
/// <param name="Products">How many products.</param>
/// <param name="Model">Version of its model; null where it has none.</param>
/// <param name="TrainedOn">What the model was learned from; null where it has none.</param>
/// <param name="Warnings">What is odd in it; null where nothing is.</param>
public sealed record CatalogueBody(
    long Version, DateTimeOffset Issued, bool Sample, int Partners, int Categories, int Products, string? Model, string? TrainedOn, IReadOnlyList<DiagnosticBody>? Warnings = null);

/// <summary>A product.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Partner">Who makes it.</param>
/// <param name="Category">Id of its category.</param>
/// <param name="CategoryName">What the category is called.</param>
/// <param name="Role">What it is for in the business of whoever issues the catalogue: <c>entry</c>, <c>profit</c>, <c>consumable</c> or <c>service</c>.</param>
/// <param name="Price">What it costs.</param>
/// <param name="Stock">Pieces that can be had.</param>
/// <param name="Link">Where it is sold; null where the catalogue does not say.</param>
/// <param name="Sample">True where it is invented.</param>
public sealed record ProductBody(string Id, TextBody Name, TextBody Partner, string Category, TextBody CategoryName, string Role, MoneyBody Price, int Stock, string? Link, bool Sample);

/// <summary>Whether a product would work with this home.</summary>
/// <param name="Product">Which.</param>
/// <param name="Verdict"><c>yes</c>, <c>no</c> or <c>unknown</c>.</param>
/// <param name="Reasons">All that was looked at.</param>
/// <param name="Completes">Scenes and automations of the home that lack only this.</param>
/// <param name="Enables">Scenes that the home could then make.</param>
public sealed record CompatibilityBody(ProductBody Product, string Verdict, IReadOnlyList<CompatibilityReasonBody> Reasons, IReadOnlyList<NamedBody> Completes, IReadOnlyList<ScenePlanBody> Enables);

/// <summary>One thing that speaks for or against.</summary>
public sealed record CompatibilityReasonBody(string Verdict, string Code, string En, string Zh);

/// <summary>A scene or automation of the home.</summary>
public sealed record NamedBody(string Id, string Name);

/// <summary>A scene that several devices make.</summary>
public sealed record ScenePlanBody(string Id, TextBody Name);

/// <summary>A list of products for this home.</summary>
/// <param name="Kind"><c>personal</c>; or why it is not: <c>asked</c>, <c>no-consent</c>, <c>holdout</c>.</param>
/// <param name="En">The same in a sentence.</param>
/// <param name="Zh">The same in a sentence.</param>
/// <param name="Sample">True where the products are invented.</param>
/// <param name="Items">In order of their places.</param>
public sealed record RecommendationsBody(string Kind, string En, string Zh, bool Sample, IReadOnlyList<RecommendationBody> Items);

/// <summary>One product in a list.</summary>
/// <param name="RecId">Its id in this list; what is done with it is told by this.</param>
/// <param name="Slot">Its place, from 1.</param>
/// <param name="Product">The product.</param>
/// <param name="Reason">Why it is shown: <c>scene</c>, <c>together</c> or <c>popular</c>.</param>
/// <param name="Why">The same in a sentence.</param>
/// <param name="Subject">Id of the scene or the category that the reason speaks of; null for popular.</param>
/// <param name="Ranking">What ranked it: the model's version, or <c>popular</c>. What partners pay is not looked at.</param>
/// <param name="DrawnByChance">True where its place was drawn by chance, so that the ranking can be judged.</param>
public sealed record RecommendationBody(Guid RecId, int Slot, ProductBody Product, string Reason, TextBody Why, string? Subject, string Ranking, bool DrawnByChance);

/// <summary>Items that a person saw.</summary>
/// <param name="RecIds">Their ids, 1 to 100.</param>
public sealed record ShownBody([property: JsonRequired] IReadOnlyList<Guid> RecIds);
