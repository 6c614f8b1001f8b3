// Spectra of real columns out of a complex block and back, transposed 16 by 16. Included by FFT.c once per instruction set.

// Transposes LANES vectors by LANES - 1 halving rounds of interleaving the first half of the rows with the second.
FATHOM_INLINE void NAME(transpose)(NAME(vector) *rows) {
  FATHOM_UNROLL for (int round = 1; round < LANES; round *= 2) {
    NAME(vector) next[LANES];
    FATHOM_UNROLL for (int i = 0; i < LANES / 2; i++) {
      NAME(vector) a = rows[i], b = rows[i + LANES / 2];
#if LANES == 4
      next[2 * i] = __builtin_shufflevector(a, b, 0, 4, 1, 5);
      next[2 * i + 1] = __builtin_shufflevector(a, b, 2, 6, 3, 7);
#elif LANES == 8
      next[2 * i] = __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
      next[2 * i + 1] = __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
#else
      next[2 * i] = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      next[2 * i + 1] = __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
#endif
    }
    FATHOM_UNROLL for (int i = 0; i < LANES; i++) rows[i] = next[i];
  }
}

// to[c][l] = a[l][c] + sign * b[l][c], where row l of a and b is row a_rows[l] and b_rows[l] of their planes.
FATHOM_INLINE void NAME(transposed_sum)(const float *a, const int32_t *a_rows, const float sign, const float *b, const int32_t *b_rows, float *to) {
  for (int l = 0; l < COLUMNS; l += LANES) {
    for (int c = 0; c < COLUMNS; c += LANES) {
      NAME(vector) t[LANES];
      FATHOM_UNROLL for (int i = 0; i < LANES; i++) {
        NAME(vector) u = NAME(load)(a + (size_t)a_rows[l + i] * COLUMNS + c), v = NAME(load)(b + (size_t)b_rows[l + i] * COLUMNS + c);
        t[i] = sign > 0 ? u + v : u - v;
      }
      NAME(transpose)(t);
      FATHOM_UNROLL for (int i = 0; i < LANES; i++) NAME(store)(to + (c + i) * COLUMNS + l, t[i]);
    }
  }
}

// Row to_rows[l] of `to` = a[.][l] + sign * b[.][l]; where to_rows[l] is negative nothing is stored.
FATHOM_INLINE void NAME(scattered_sum)(const float *a, const float sign, const float *b, float *to, const int32_t *to_rows) {
  for (int l = 0; l < COLUMNS; l += LANES) {
    for (int c = 0; c < COLUMNS; c += LANES) {
      NAME(vector) t[LANES];
      FATHOM_UNROLL for (int i = 0; i < LANES; i++) {
        NAME(vector) u = NAME(load)(a + (c + i) * COLUMNS + l), v = NAME(load)(b + (c + i) * COLUMNS + l);
        t[i] = sign > 0 ? u + v : u - v;
      }
      NAME(transpose)(t);
      FATHOM_UNROLL for (int i = 0; i < LANES; i++)
        if (to_rows[l + i] >= 0) NAME(store)(to + (size_t)to_rows[l + i] * COLUMNS + c, t[i]);
    }
  }
}

static void NAME(split)(const fathom_fft *plan, const float *re, const float *im, float *to_re, float *to_im, ptrdiff_t block_stride) {
  int half = plan->length / 2;
  for (int start = 0; start <= half; start += COLUMNS, to_re += block_stride, to_im += block_stride) {
    int32_t rows[COLUMNS], mirrored[COLUMNS];
    for (int l = 0; l < COLUMNS; l++) {
      int k = start + l < half ? start + l : half;
      rows[l] = plan->positions[k], mirrored[l] = plan->positions[k ? plan->length - k : 0];
    }
    // With Z = X1 + i X2: 2 X1[k] = Z[k] + conj Z[-k] and 2 X2[k] = -i (Z[k] - conj Z[-k]).
    NAME(transposed_sum)(re, rows, 1, re, mirrored, to_re);
    NAME(transposed_sum)(im, rows, -1, im, mirrored, to_im);
    NAME(transposed_sum)(im, rows, 1, im, mirrored, to_re + COLUMNS * COLUMNS);
    NAME(transposed_sum)(re, mirrored, -1, re, rows, to_im + COLUMNS * COLUMNS);
  }
}

static void NAME(join)(const fathom_fft *plan, const float *from_re, const float *from_im, ptrdiff_t block_stride, float *re, float *im) {
  int half = plan->length / 2;
  for (int start = 0; start <= half; start += COLUMNS, from_re += block_stride, from_im += block_stride) {
    int32_t rows[COLUMNS], mirrored[COLUMNS];
    for (int l = 0; l < COLUMNS; l++) {
      int k = start + l;
      rows[l] = k <= half ? plan->positions[k] : -1;
      mirrored[l] = k && k < half ? plan->positions[plan->length - k] : -1;
    }
    const float *second_re = from_re + COLUMNS * COLUMNS, *second_im = from_im + COLUMNS * COLUMNS;
    // Z[k] = X1[k] + i X2[k], and with conjugates at -k.
    NAME(scattered_sum)(from_re, -1, second_im, re, rows);
    NAME(scattered_sum)(from_im, 1, second_re, im, rows);
    NAME(scattered_sum)(from_re, 1, second_im, re, mirrored);
    NAME(scattered_sum)(second_re, -1, from_im, im, mirrored);
  }
}
