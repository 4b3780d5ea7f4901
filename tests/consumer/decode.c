/* Draws one digit of a model file, from seed 7, and writes it as a PGM picture: decode MODEL FILE */
#include <latentwalk/latentwalk_c.h>
#include <stdio.h>
#include <stdlib.h>

static void check(int good, const char* message) {
  if (!good) fprintf(stderr, "decode: %s\n", message), exit(1);
}

int main(int argc, char** argv) {
  check(argc == 3, "expected a model file and a picture to write");
  static uint8_t bytes[16 << 20];
  FILE* file = fopen(argv[1], "rb");
  check(file != NULL, "the model file cannot be opened");
  size_t size = fread(bytes, 1, sizeof bytes, file);
  fclose(file);

  lw_model* model;
  check(lw_model_load(bytes, size, argv[1], &model) == LW_OK, lw_last_error());
  const uint32_t width = lw_model_image_width(model), height = lw_model_image_height(model);
  float* latents = malloc(lw_model_latent_dim(model) * sizeof(float));
  float* pixels = malloc(width * height * sizeof(float));
  const int32_t label = 0;
  check(lw_sample_latents(model, 7, 0, 1, latents) == LW_OK, lw_last_error());
  check(lw_decode(model, latents, 1, lw_model_class_count(model) ? &label : NULL, pixels) == LW_OK, lw_last_error());

  check((file = fopen(argv[2], "wb")) != NULL, "the picture cannot be written");
  fprintf(file, "P5 %u %u 255\n", width, height);
  for (size_t i = 0; i < (size_t)width * height; ++i) fputc((int)(250.5F - 224.0F * pixels[i]), file);
  check(fclose(file) == 0, "the picture cannot be written");
  free(pixels), free(latents), lw_model_free(model);
  return 0;
}
