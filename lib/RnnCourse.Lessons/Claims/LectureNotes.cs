namespace RnnCourse.Lessons.Claims;

/// <summary>A statement of the lecture notes that this course grew from.</summary>
/// <param name="Id">"S0.1" … "S4.9": the notes, and which of their statements.</param>
/// <param name="Text">What it says, in a few words of English.</param>
/// <param name="Notebooks">Where the course teaches it, by number: "04".</param>
public sealed record Statement(string Id, string Text, params string[] Notebooks);

/// <summary>The statements of the lecture notes, five sets of them. Whether they are true is not written here: it is
/// measured (<see cref="StatementTable"/>).</summary>
public static class LectureNotes
{
    /// <summary>All statements, in the notes' order.</summary>
    public static IReadOnlyList<Statement> Statements { get; } =
    [
        new("S0.1", "Total error is the sum of the errors at each time; E_t = −y_t log ŷ_t", "04"),
        new("S0.2", "Gradient with respect to V", "04"),
        new("S0.3", "Gradient with respect to W: shared by all steps, so summed over steps", "04"),
        new("S0.4",
            "Slopes of tanh and sigmoid are below 1, so gradients shrink with distance: long-term dependency is hard",
            "06"),
        new("S0.5", "A gradient large at each step explodes; clipping solves it", "06", "07"),
        new("S0.6", "Regularise: keep the size of ∂E/∂h_t from step to step (the Ω term)", "08"),
        new("S0.7", "ReLU's slope is 0 or 1, so it saturates less than tanh, sigmoid", "09"),
        new("S0.8", "Better models follow from this (the road from RNN to LSTM and GRU)", "10", "11"),
        new("S1.1", "Short-term against long-term dependency", "06"),
        new("S1.2", "The early inputs' influence decays, exponentially for w < 1", "06"),
        new("S1.3", "Update W_hh ← W_hh − α ∂L/∂W_hh; L = Σ ℓ(y_t, o_t)", "04"),
        new("S1.4", "h_t = f(x_t, h_{t−1}, W_hh), o_t = g(h_t, W_hy); the chain rule in general form", "04"),
        new("S1.5", "∂h_t/∂W_hh expanded over all earlier states", "04"),
        new("S1.6", "Products of ∂h_t/∂h_{t−1} become unstable as the sequence grows", "06"),
        new("S2.1",
            "An RNN maps (x_t, h_{t−1}) to h_t with the same parameters at each step; y_t at each step or at "
                + "the end", "01"),
        new("S2.2", "For 3 inputs and 2 states, W is 2×5 = [W_xh W_hh]", "01"),
        new("S2.3", "W_hy h_t: one output for binary, C for C classes", "01"),
        new("S2.4", "One-to-one, one-to-many, many-to-one, many-to-many (delayed, in step), with their tasks", "02"),
        new("S2.5", "Character language model on \"hello\"", "03"),
        new("S2.6", "Output fed back as input; tomorrow's price", "03"),
        new("S2.7", "A long text (Shakespeare): samples improve with training", "03"),
        new("S2.8", "The same on papers (LaTeX) and C code", "03"),
        new("S2.9", "BPTT trains W_xh, W_hh, W_hy", "04"),
        new("S2.10", "Truncated BPTT: pieces of 7, of 10; the error is recomputed per piece", "05"),
        new("S2.11", "What one hidden unit stores, coloured blue and red over the text", "13"),
        new("S2.12", "The scalar toy: W_hh = 3 gives 3^n, 0.2 gives 0.2^n; nothing is learnt beyond 2 steps", "06"),
        new("S2.13", "Why tanh: ReLU would diverge, sigmoid's slope is smaller than tanh's", "09"),
        new("S3.1", "Unrolled in time it is like an MLP, but the layers are in time", "01", "04"),
        new("S3.2", "s_t = tanh(U x_t + W s_{t−1}), ŷ_t = softmax(V s_t)", "04"),
        new("S3.3", "Cross-entropy loss; a sentence is one example", "04"),
        new("S3.4", "∂E_3/∂V = (ŷ_3 − y_3) ⊗ s_3: depends on this step only", "04"),
        new("S3.5", "∂E_3/∂W: s_2 depends on W too, it may not be held constant; sum over k = 0…3", "04"),
        new("S3.6", "The backward recursion (δ passed from step to step)", "04"),
        new("S3.7", "The difference from ordinary backpropagation: gradients of W are added over steps", "04"),
        new("S3.8", "Sentences exceed 20 words, so in practice a fixed number of steps", "05"),
        new("S4.1", "Pros: any length; cons: vanishing gradient, long-term dependence; same weights each step", "01"),
        new("S4.2", "∂h_{t+1}/∂h_t = tanh′(…) W_hh", "06"),
        new("S4.3", "The general product, with W_hh^{t−1}", "06"),
        new("S4.4", "W_hh > 0 explodes, < 0 vanishes; worse with depth", "06"),
        new("S4.5", "A CNN's depth against an RNN's input length", "06"),
        new("S4.6", "Clipping shrinks a gradient that exceeds a size", "07"),
        new("S4.7",
            "LSTM: no vanishing without touching the fully connected layers; four of them; yet not completely "
                + "solved", "10"),
        new("S4.8", "GRU: no cell state; its equations; a convex combination; fewer parameters, so faster", "11"),
        new("S4.9", "Seq2Seq: lengths that do not match; encoder reads, decoder is autoregressive; teacher forcing",
            "12"),
    ];
}
