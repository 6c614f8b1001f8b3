// Newton's method in the logarithm of the precision, kept between bounds by bisection.

enum { PERPLEXITY_STEPS = 100 };
static const float perplexity_tolerance = 2e-6f;

typedef struct {
  float weight, mean, variance;  // the sum of the weights e^(-beta q), and mean and variance of q under them
} perplexity_moments;

INLINE perplexity_moments perplexity_evaluate(const float *q, long k, float beta) {
  lanes s0 = {0}, s1 = {0}, s2 = {0};
  lanes_bits lane = {0};
  for (int i = 0; i < LANES; i++) lane[i] = i;
  for (long i = 0; i < k; i += LANES) {
    const lanes x = lanes_load(q + i);
    const lanes e = lanes_keep(lane < (int32_t)(k - i < LANES ? k - i : LANES), lanes_exp_negative(x * -beta));
    const lanes ex = e * x;
    s0 += e;
    s1 += ex;
    s2 += ex * x;
  }
  const float weight = lanes_sum(s0), mean = lanes_sum(s1) / weight;
  return (perplexity_moments){weight, mean, lanes_sum(s2) / weight - mean * mean};
}

// The squared distances less the least one, over their mean: 0 if all are equal.
INLINE float perplexity_normalize(const float *distance, long k, float *q) {
  float least = distance[0], greatest = distance[0], sum = 0;
  for (long i = 1; i < k; i++) {
    if (distance[i] < least) least = distance[i];
    if (distance[i] > greatest) greatest = distance[i];
  }
  if (!(greatest > least)) return 0;
  const float scale = 1 / greatest;
  for (long i = 0; i < k; i++) {
    q[i] = ((distance[i] - least) * scale) * ((distance[i] + least) * scale);
    sum += q[i];
  }
  if (!(sum > 0)) return 0;
  const float inverse = (float)k / sum;
  for (long i = 0; i < k; i++) q[i] *= inverse;
  return sum;
}

float VARIANT(fathom_perplexity_rows)(const float *distances, long rows, long k, float entropy, float *q, float *probabilities) {
  float worst = 0, start = 1;
  for (long i = k; i < k + LANES; i++) q[i] = 0;
  for (long row = 0; row < rows; row++) {
    float *p = probabilities + row * k;
    if (!(perplexity_normalize(distances + row * k, k, q) > 0)) {
      for (long i = 0; i < k; i++) p[i] = 1.0f / (float)k;
      continue;
    }
    float beta = start, low = 0, high = __builtin_inff(), error = 0;
    perplexity_moments at = {1, 0, 0};
    for (int step = 0; step < PERPLEXITY_STEPS; step++) {
      at = perplexity_evaluate(q, k, beta);
      error = __builtin_logf(at.weight) + beta * at.mean - entropy;
      if (__builtin_fabsf(error) <= perplexity_tolerance) break;
      if (error > 0) low = beta; else high = beta;
      const float slope = beta * beta * at.variance;
      float move = slope > 1e-12f ? error / slope : 0;
      move = move > 2 ? 2 : move < -2 ? -2 : move;
      float next = beta * __builtin_expf(move);
      if (!(next > low && next < high) || move == 0) next = high > 1e30f ? beta * 2 : 0.5f * (low + high);
      if (next == beta || next > 1e12f || next < 1e-12f) break;  // more equal nearest neighbours than the perplexity, or none nearer
      beta = next;
    }
    const int reachable = beta < 1e11f && beta > 1e-11f;
    if (reachable && __builtin_fabsf(error) > worst) worst = __builtin_fabsf(error);
    if (reachable) start = beta;
    const float inverse = 1 / at.weight;
    long i = 0;
    for (; i + LANES <= k; i += LANES) lanes_store(p + i, lanes_exp_negative(lanes_load(q + i) * -beta) * inverse);
    if (i < k) {
      const lanes tail = lanes_exp_negative(lanes_load(q + i) * -beta) * inverse;
      memcpy(p + i, &tail, (size_t)(k - i) * sizeof(float));
    }
  }
  return worst;
}
