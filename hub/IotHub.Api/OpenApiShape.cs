using IotHub.Contracts.Values;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IotHub.Api;

/// <summary>What the OpenAPI document says beyond what the code does.</summary>
internal static class OpenApiShape
{
    public static void Apply(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "IotHub",
                Version = "1",
                Description = "The hub's API. Every error is application/problem+json with a stable type. Live changes: WebSocket /api/v1/ws, subprotocol hub.v1.",
            };

            // The address is the one that the document was fetched from; naming it here would make the document differ from hub to hub.
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(PropertyValue))
            {
                schema.Type = JsonSchemaType.Boolean | JsonSchemaType.Number | JsonSchemaType.String | JsonSchemaType.Null;
                schema.Description = "A value in the format that the contract says.";
            }

            return Task.CompletedTask;
        });
    }
}
