using System.Security.Cryptography;
using System.Text;
using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Tests.Catalogue;

public sealed class CatalogueShelfTests
{
    private readonly CatalogueShelf _shelf = new([SampleFiles.Key]);

    [Fact]
    public void Offer_NewerVersion_ReplacesTheOneInForce()
    {
        Offer(SmallCatalogue.Bytes);
        var before = _shelf.Current;

        var offer = Offer(SmallCatalogue.With(root => root["version"] = 8));

        Assert.True(offer.IsTaken);
        Assert.Equal(8, _shelf.Current!.Version);
        Assert.Equal(7, before!.Version);
    }

    [Fact]
    public void Offer_OlderVersion_IsRefusedAndTheOneInForceKept() => AssertKept(SmallCatalogue.With(root => root["version"] = 6), CatalogueRefusal.Older, "Version 6 is older than 7, which is in force.");

    [Fact]
    public void Offer_SameVersionOtherContent_IsRefused() =>
        AssertKept(SmallCatalogue.With(root => root["sample"] = true), CatalogueRefusal.SameVersionOtherContent, "Version 7 is in force with other content; a change needs a higher version.");

    [Fact]
    public void Offer_SameBytesAgain_ChangesNothing()
    {
        Offer(SmallCatalogue.Bytes);
        var before = _shelf.Current;

        Assert.True(Offer(SmallCatalogue.Bytes).IsTaken);
        Assert.Same(before, _shelf.Current);
    }

    [Fact]
    public void Offer_FaultyCatalogue_IsRefusedWithItsFaults()
    {
        Offer(SmallCatalogue.Bytes);

        var offer = Offer(SmallCatalogue.With(root => root["version"] = "8"));

        Assert.Equal(CatalogueRefusal.Faulty, offer.Refusal);
        Assert.Equal("/version", Assert.Single(offer.Diagnostics).Path);
        Assert.Equal(7, _shelf.Current!.Version);
    }

    [Fact]
    public void Offer_WithoutSignature_IsRefusedUnread()
    {
        var offer = _shelf.Offer(Encoding.UTF8.GetBytes("{"), default);

        Assert.Equal((CatalogueRefusal.SignatureMissing, "The catalogue has no signature."), (offer.Refusal, offer.Reason));
        Assert.Null(_shelf.Current);
    }

    [Fact]
    public void Offer_KeyThatIsNotTrusted_IsRefused()
    {
        var offer = _shelf.Offer(SmallCatalogue.Bytes, Sign(SmallCatalogue.Bytes, "someone"));

        Assert.Equal(CatalogueRefusal.KeyUnknown, offer.Refusal);
    }

    [Fact]
    public void Offer_OtherKeyUnderATrustedName_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = CatalogueSignature.Sign(SmallCatalogue.Bytes, "sample-development", other.ExportPkcs8PrivateKeyPem());

        Assert.Equal(CatalogueRefusal.SignatureWrong, _shelf.Offer(SmallCatalogue.Bytes, Encoding.UTF8.GetBytes(signature.ToJson())).Refusal);
    }

    [Fact]
    public void Offer_AnyByteOfCatalogueOrSignatureChanged_IsRefused()
    {
        var signature = CatalogueSignature.Sign(SmallCatalogue.Bytes, "sample-development", SampleFiles.PrivateKey);
        for (var at = 0; at < SmallCatalogue.Bytes.Length; at += 97)
        {
            var changed = SmallCatalogue.Bytes;
            changed[at] ^= 1;
            Assert.Equal(CatalogueRefusal.SignatureWrong, _shelf.Offer(changed, Encoding.UTF8.GetBytes(signature.ToJson())).Refusal);
        }

        for (var at = 0; at < 64; at++)
        {
            var changed = signature.Value.ToArray();
            changed[at] ^= 1;
            Assert.Equal(CatalogueRefusal.SignatureWrong, _shelf.Offer(SmallCatalogue.Bytes, Encoding.UTF8.GetBytes((signature with { Value = changed }).ToJson())).Refusal);
        }

        Assert.Null(_shelf.Current);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("""{"algorithm":"none","key":"sample-development","signature":""}""")]
    [InlineData("""{"algorithm":"ES256","signature":"AAAA"}""")]
    [InlineData("""{"algorithm":"ES256","key":"sample-development","signature":"AAAA"}""")]
    public void Offer_SignatureThatIsNone_IsRefusedWithAReason(string signature)
    {
        var offer = _shelf.Offer(SmallCatalogue.Bytes, Encoding.UTF8.GetBytes(signature));

        Assert.Equal(signature.Length == 0 ? CatalogueRefusal.SignatureMissing : CatalogueRefusal.SignatureUnreadable, offer.Refusal);
        Assert.NotEmpty(offer.Reason);
    }

    [Fact]
    public void Offer_DevelopmentKeyOnWhatIsNoSample_IsRefused()
    {
        var offer = Offer(SmallCatalogue.With(root => root["sample"] = false));

        Assert.Equal(CatalogueRefusal.KeyOnlyForSamples, offer.Refusal);
        Assert.Null(_shelf.Current);
    }

    [Fact]
    public void Offer_TrustedKeyThatIsNoKey_RefusesInsteadOfThrowing()
    {
        var shelf = new CatalogueShelf([new TrustedKey("sample-development", "no pem")]);

        Assert.Equal(CatalogueRefusal.SignatureWrong, shelf.Offer(SmallCatalogue.Bytes, Sign(SmallCatalogue.Bytes)).Refusal);
    }

    private static byte[] Sign(byte[] catalogue, string key = "sample-development") => Encoding.UTF8.GetBytes(CatalogueSignature.Sign(catalogue, key, SampleFiles.PrivateKey).ToJson());

    private CatalogueOffer Offer(byte[] catalogue) => _shelf.Offer(catalogue, Sign(catalogue));

    private void AssertKept(byte[] catalogue, CatalogueRefusal refusal, string reason)
    {
        Offer(SmallCatalogue.Bytes);
        var before = _shelf.Current;

        var offer = Offer(catalogue);

        Assert.Equal((refusal, reason), (offer.Refusal, offer.Reason));
        Assert.Same(before, _shelf.Current);
    }
}
