using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IotHub.Api.App;

/// <summary>Serves the companion app, which the build put into the host's web root as static assets.</summary>
public static partial class CompanionApp
{
    private const string NotInstalledPage =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Hub</title>" +
        "<h1>The hub is running, the app is not installed</h1><p>Install Node.js 20.19 or newer on the machine that builds the hub, then build again. " +
        "The API works: <a href=\"/openapi/v1.json\">/openapi/v1.json</a>.</p></html>";

    /// <summary>Maps the app, or a page that says that it was not built.</summary>
    public static void MapCompanionApp(WebApplication app)
    {
        if (!IsBuilt(app))
        {
            LogNotBuilt(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(CompanionApp)));
            app.MapFallback("{*path:nonfile}", () => TypedResults.Text(NotInstalledPage, "text/html", statusCode: StatusCodes.Status503ServiceUnavailable))
                .ExcludeFromDescription();
            return;
        }

        // The app's build puts a hash of the content into these names; MapStaticAssets cannot know and says no-cache.
        app.MapStaticAssets().Add(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } pattern, RequestDelegate: { } inner } route
                && pattern.TrimStart('/').StartsWith("assets/", StringComparison.Ordinal))
            {
                route.RequestDelegate = context =>
                {
                    context.Response.OnStarting(() =>
                    {
                        if (context.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                        {
                            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                        }

                        return Task.CompletedTask;
                    });
                    return inner(context);
                };
            }
        });
    }

    /// <summary>
    /// Answers every address of the app with its one page. Stands before routing: a rewritten request keeps compression, ETag and 304, which a
    /// fallback endpoint would lose.
    /// </summary>
    internal static void UseAppAddresses(WebApplication app)
    {
        if (IsBuilt(app))
        {
            app.Use((context, next) =>
            {
                if ((HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && IsAppAddress(context.Request.Path))
                {
                    context.Request.Path = "/index.html";
                }

                return next(context);
            });
        }
    }

    internal static bool IsAppAddress(PathString path) =>
        !path.StartsWithSegments("/api") && !path.StartsWithSegments("/openapi") && !Path.HasExtension(path.Value);

    private static bool IsBuilt(WebApplication app) => app.Environment.WebRootFileProvider.GetFileInfo("index.html").Exists;

    [LoggerMessage(7201, LogLevel.Warning, "The app was not built (is Node.js 20.19 or newer missing?). The hub serves its API only, described at /openapi/v1.json.")]
    private static partial void LogNotBuilt(ILogger logger);
}
