using System.Text;
using System.Text.Json;

namespace HepingReport.BrowserTests;

/// <summary>
/// The tree that Chromium hands to a screen reader, as text: a line for each node with role, name and state, indented by depth. What is ignored or says nothing
/// of its own (generic boxes, line boxes, text that is its parent's name) is left out; long words and long runs of like rows are cut short.
/// </summary>
internal static class AccessibilityTree
{
    private const int LongestName = 60;
    private const int LongestText = 40;

    /// <summary>Of more than this many siblings of one shape, the first few are shown.</summary>
    private const int LongestRun = 20;
    private const int ShownOfARun = 3;

    private static readonly HashSet<string> SaysNothing = ["none", "generic", "InlineTextBox", "LineBreak", "ListMarker"];
    private static readonly HashSet<string> States = ["level", "checked", "pressed", "expanded", "selected", "disabled", "required", "invalid", "modal", "live", "roledescription"];

    /// <summary>States that the tree has and the browser's answer leaves out.</summary>
    private static readonly HashSet<string> StatesByAttribute = ["aria-current", "aria-sort", "lang"];

    public static async Task<string> AccessibilityTreeAsync(this Reader reader)
    {
        var browser = await reader.Context.NewCDPSessionAsync(reader.Page);
        var answer = await browser.SendAsync("Accessibility.getFullAXTree");
        var document = await browser.SendAsync("DOM.getDocument", new() { ["depth"] = -1 });
        await browser.DetachAsync();
        var source = new Source(
            answer!.Value.GetProperty("nodes").EnumerateArray().ToDictionary(node => node.GetProperty("nodeId").GetString()!),
            Elements(document!.Value.GetProperty("root")).ToDictionary(element => element.GetProperty("backendNodeId").GetInt32()));
        var text = new StringBuilder();
        Write(Node.Of(source.Nodes.Values.First(node => !node.TryGetProperty("parentId", out _)), source).Single(), 0, text);
        return text.ToString().TrimEnd('\n');
    }

    private static IEnumerable<JsonElement> Elements(JsonElement element) =>
        element.TryGetProperty("children", out var children) ? children.EnumerateArray().SelectMany(Elements).Prepend(element) : [element];

    private static void Write(Node node, int depth, StringBuilder text)
    {
        text.Append(' ', depth * 2).Append(node.Shape == "StaticText" ? $"“{Cut(node.Line, LongestText)}”" : node.Line).Append('\n');
        for (var i = 0; i < node.Children.Count;)
        {
            var like = node.Children.Skip(i).TakeWhile(child => child.Shape == node.Children[i].Shape).Count();
            var shown = like > LongestRun ? ShownOfARun : like;
            foreach (var child in node.Children.Skip(i).Take(shown))
            {
                Write(child, depth + 1, text);
            }

            if (shown < like)
            {
                text.Append(' ', (depth + 1) * 2).Append($"… {like - shown} more like it\n");
            }

            i += like;
        }
    }

    private sealed record Source(Dictionary<string, JsonElement> Nodes, Dictionary<int, JsonElement> Elements);

    /// <summary>What is said of one element, and what is in it.</summary>
    private sealed record Node(string Line, string Shape, IReadOnlyList<Node> Children)
    {
        public static List<Node> Of(JsonElement node, Source source)
        {
            var role = Value(node, "role");
            var name = Value(node, "name");
            var children = Joined(ChildrenOf(node, source).SelectMany(child => Of(child, source)));
            if (role == "Legend")
            {
                return []; // It is the name of its group.
            }

            if (role == "LabelText" && children.Exists(child => child.Shape != "StaticText"))
            {
                return children.FindAll(child => child.Shape != "StaticText"); // Its words are the name of the field in it.
            }

            var marked = role == "RootWebArea" ? "" : Marked(node, source);
            if (node.GetProperty("ignored").GetBoolean() || (SaysNothing.Contains(role) && marked == "" && (name == "" || role is not "generic")))
            {
                return children;
            }

            if (role == "StaticText")
            {
                return name.Trim() == "" ? [] : [new Node(name, role, [])];
            }

            // Words that are the name are not said twice.
            if (children.All(child => child.Shape == "StaticText") && Squeeze(string.Concat(ChildrenOf(node, source).SelectMany(child => Words(child, source)))) == Squeeze(name))
            {
                children = [];
            }

            var line = new StringBuilder(role);
            if (name != "")
            {
                line.Append($" “{Cut(name, LongestName)}”");
            }

            if (Value(node, "description") is { Length: > 0 } description)
            {
                line.Append($" description “{Cut(description, LongestName)}”");
            }

            if (Value(node, "value") is { Length: > 0 } value)
            {
                line.Append($" value “{Cut(value, LongestName)}”");
            }

            if (node.TryGetProperty("properties", out var properties))
            {
                foreach (var property in properties.EnumerateArray().Where(property => States.Contains(property.GetProperty("name").GetString()!) && (role, property.GetProperty("name").GetString()) is not ("listitem", "level")))
                {
                    var state = property.GetProperty("value").TryGetProperty("value", out var given) ? given.ToString() : "";
                    if (state is not ("" or "False" or "false" or "none") || property.GetProperty("name").GetString() is "expanded" or "checked" or "pressed")
                    {
                        line.Append($" {property.GetProperty("name").GetString()}={state.ToLowerInvariant()}");
                    }
                }
            }

            line.Append(marked);
            return [new Node(line.ToString(), $"{role}({string.Join(',', children.Select(child => child.Shape))})", children)];
        }

        private static string Marked(JsonElement node, Source source) =>
            node.TryGetProperty("backendDOMNodeId", out var id) && source.Elements.TryGetValue(id.GetInt32(), out var element) && element.TryGetProperty("attributes", out var attributes)
                ? string.Concat(attributes.EnumerateArray().Select(part => part.GetString()!).Chunk(2).Where(pair => StatesByAttribute.Contains(pair[0])).Select(pair => $" {pair[0]}={pair[1]}"))
                : "";

        /// <summary>Words that follow each other are one text: that a part of them is marked up says nothing by itself.</summary>
        private static List<Node> Joined(IEnumerable<Node> children)
        {
            var joined = new List<Node>();
            foreach (var child in children)
            {
                if (child.Shape == "StaticText" && joined is [.., { Shape: "StaticText" } before])
                {
                    joined[^1] = before with { Line = before.Line + child.Line };
                }
                else
                {
                    joined.Add(child);
                }
            }

            return joined;
        }

        private static IEnumerable<JsonElement> ChildrenOf(JsonElement node, Source source) =>
            node.TryGetProperty("childIds", out var ids) ? ids.EnumerateArray().Select(id => id.GetString()!).Where(source.Nodes.ContainsKey).Select(id => source.Nodes[id]) : [];

        private static IEnumerable<string> Words(JsonElement node, Source source) =>
            Value(node, "role") == "StaticText" ? [Value(node, "name")] : ChildrenOf(node, source).SelectMany(child => Words(child, source));

        private static string Value(JsonElement node, string property) =>
            node.TryGetProperty(property, out var value) && value.TryGetProperty("value", out var text) ? Lasting.Of(text.ToString()) : "";

        private static string Squeeze(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : $"{text[..longest]}…";
}
