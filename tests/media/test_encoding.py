from io import BytesIO

from PIL import Image, ImageCms
from willow.image import Image as WillowImage

from media.encoding import install


def avif(image: Image.Image, **options: object) -> Image.Image:
    install()
    source, made = BytesIO(), BytesIO()
    image.save(source, format="TIFF", icc_profile=image.info.get("icc_profile"))
    WillowImage.open(source).save_as_avif(made, **options)
    return Image.open(made)


def test_avif_is_written() -> None:
    made = avif(Image.new("RGB", (40, 20), "teal"), quality=50)

    assert (made.format, made.size) == ("AVIF", (40, 20))


def test_avif_without_loss_is_left_to_willow() -> None:
    made = avif(Image.new("RGB", (8, 8), (1, 200, 3)), lossless=True)

    seen = made.convert("RGB").getpixel((4, 4))
    assert isinstance(seen, tuple)
    # The colours of film keep seven bits of eight.
    assert all(abs(is_ - was) <= 2 for is_, was in zip(seen, (1, 200, 3), strict=True))


def test_colours_keep_their_profile() -> None:
    image = Image.new("RGB", (8, 8), "teal")
    image.info["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    assert avif(image).info["icc_profile"] == image.info["icc_profile"]
