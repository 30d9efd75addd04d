from learning.publishing.templatetags.phrasing import phrasing


def test_paragraphs_and_lists_become_spans_and_the_rest_stays() -> None:
    html = "<p>Who <b>decides</b>?</p><ul><li>One</li></ul>"

    assert phrasing(html) == (
        '<span class="as-p">Who <b>decides</b>?</span>'
        '<span class="as-ul"><span class="as-li">One</span></span>'
    )


def test_a_word_that_begins_like_a_tag_stays() -> None:
    assert phrasing("<pre>x</pre>") == "<pre>x</pre>"
